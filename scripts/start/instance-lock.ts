import fs from 'node:fs'
import path from 'node:path'
import { StepFailure } from '../console/step-failure'
import { type ProcessIdentity, identify, isRunning } from '../embedded/process-identity'

interface Holder extends ProcessIdentity {
  url: string
}

export interface InstanceLock {
  release(): void
}

/**
 * One launcher per data folder. The lock file names a process by pid and start time, so it survives kill -9 without
 * blocking for ever and is not fooled by a reused pid.
 */
export function takeInstanceLock(dataFolder: string, url: string, say: (line: string) => void): InstanceLock {
  const file = path.join(dataFolder, 'launcher.lock')
  const own = identify(process.pid)
  if (!own) throw new Error('this process cannot find itself in the process table')
  const mine: Holder = { ...own, url }

  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (createWhole(file, mine)) return { release: () => releaseIfMine(file, mine) }
    const holder = read(file)
    if (holder && isRunning(holder))
      throw new StepFailure(
        `JARVIS is already running (pid ${holder.pid}, ${holder.url}) on the data folder ${dataFolder}`,
        `Use that one, stop it with \`kill ${holder.pid}\`, or start another with its own JARVIS_DATA_DIR, PORT, SANDBOX_PORT and GEYSER_PORT.`,
      )
    if (moveAway(file, holder))
      say(`an earlier run${holder ? ` (pid ${holder.pid})` : ''} ended without cleaning up; taking over`)
  }
  throw new StepFailure(
    `The lock ${file} keeps changing hands`,
    'Another start is under way: wait for it and try again.',
  )
}

/** Who runs on this data folder, or null. */
export function runningInstance(dataFolder: string): { pid: number; url: string } | null {
  const holder = read(path.join(dataFolder, 'launcher.lock'))
  return holder && isRunning(holder) ? holder : null
}

/** Linking a complete file into place is atomic: nobody ever reads half a lock. */
function createWhole(file: string, holder: Holder): boolean {
  const draft = `${file}.${process.pid}`
  fs.writeFileSync(draft, JSON.stringify(holder))
  try {
    fs.linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    fs.rmSync(draft, { force: true })
  }
}

/** Moves a dead lock aside; gives it back if another start had replaced it in between. */
function moveAway(file: string, dead: Holder | null): boolean {
  const aside = `${file}.stale.${process.pid}`
  try {
    fs.renameSync(file, aside)
  } catch {
    return false
  }
  const moved = read(aside)
  const wasReplaced = moved !== null && (moved.pid !== dead?.pid || moved.startedAt !== dead?.startedAt)
  if (wasReplaced) createLink(aside, file)
  fs.rmSync(aside, { force: true })
  return !wasReplaced
}

function createLink(from: string, to: string): void {
  try {
    fs.linkSync(from, to)
  } catch {
    // A third start was faster; the next round sees it.
  }
}

function releaseIfMine(file: string, mine: Holder): void {
  const holder = read(file)
  if (holder?.pid === mine.pid && holder.startedAt === mine.startedAt) fs.rmSync(file, { force: true })
}

function read(file: string): Holder | null {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Holder
  } catch {
    return null
  }
}
