import fs from 'node:fs'
import path from 'node:path'
import { commandLine, endProcess, identify } from './process-identity'

/**
 * Clears what a killed launcher left behind in a data folder: a server that still runs is stopped (its memory and
 * its port belong to the old run), a postmaster.pid of a dead one is removed. PostgreSQL itself gives up when the
 * pid in that file was reused by any other program.
 */
export async function clearPostgresOrphan(dataFolder: string, say: (line: string) => void): Promise<void> {
  const file = path.join(dataFolder, 'postmaster.pid')
  if (!fs.existsSync(file)) return
  const pid = Math.abs(Number(fs.readFileSync(file, 'utf8').split('\n')[0]))
  const owner = identify(pid)
  if (owner && commandLine(pid).includes(dataFolder)) {
    say(`stopping the PostgreSQL an earlier run left behind (pid ${pid})`)
    await endProcess(owner, [
      { signal: 'SIGINT', waitMs: 5000 },
      { signal: 'SIGQUIT', waitMs: 3000 },
    ])
  }
  fs.rmSync(file, { force: true })
}
