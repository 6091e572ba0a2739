import { execFileSync } from 'node:child_process'
import fs from 'node:fs'

/** A pid alone is not enough to recognise a process: pids are reused. The start time makes it unique. */
export interface ProcessIdentity {
  pid: number
  startedAt: string
}

/** Null when no such process lives (a zombie counts as dead: nobody will ever hear from it again). */
export function identify(pid: number): ProcessIdentity | null {
  if (!Number.isInteger(pid) || pid <= 0) return null
  const startedAt = process.platform === 'linux' ? linuxStartTime(pid) : psStartTime(pid)
  return startedAt ? { pid, startedAt } : null
}

export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startedAt === identity.startedAt
}

export function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux')
      return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

/** Sends each signal in turn and waits for the process to go; SIGKILL comes last. True when it is gone. */
export async function endProcess(
  identity: ProcessIdentity,
  signals: ReadonlyArray<{ signal: NodeJS.Signals; waitMs: number }>,
): Promise<boolean> {
  for (const { signal, waitMs } of [...signals, { signal: 'SIGKILL' as const, waitMs: 3000 }]) {
    if (!isRunning(identity)) return true
    try {
      process.kill(identity.pid, signal)
    } catch {
      return !isRunning(identity)
    }
    const deadline = Date.now() + waitMs
    while (Date.now() < deadline) {
      if (!isRunning(identity)) return true
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  return !isRunning(identity)
}

function linuxStartTime(pid: number): string | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command name in parentheses may itself hold spaces and parentheses: read behind the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot}:${fields[19]}`
  } catch {
    return null
  }
}

function psStartTime(pid: number): string | null {
  try {
    const out = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return out || null
  } catch {
    return null
  }
}
