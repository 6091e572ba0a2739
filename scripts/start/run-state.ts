import fs from 'node:fs'
import path from 'node:path'
import { type ProcessIdentity, endProcess, identify, isRunning } from '../embedded/process-identity'

interface NotedChild extends ProcessIdentity {
  name: string
}

/** Notes which processes this run has started, so that the next one can end what a killed launcher left behind. */
export class RunState {
  private readonly children = new Map<string, NotedChild>()
  private readonly file: string

  constructor(dataFolder: string) {
    this.file = path.join(dataFolder, 'processes.json')
  }

  /** Ends leftovers of an earlier run: it must be called under the instance lock. */
  async endLeftovers(say: (line: string) => void): Promise<void> {
    const leftovers = this.read().filter(isRunning)
    await Promise.all(
      leftovers.map(async (child) => {
        say(`stopping the ${child.name} an earlier run left behind (pid ${child.pid})`)
        await endProcess(child, [{ signal: 'SIGTERM', waitMs: 12_000 }])
      }),
    )
    this.clear()
  }

  note(name: string, pid: number): void {
    const identity = identify(pid)
    if (!identity) return
    this.children.set(name, { name, ...identity })
    fs.writeFileSync(this.file, JSON.stringify([...this.children.values()]))
  }

  clear(): void {
    fs.rmSync(this.file, { force: true })
  }

  private read(): NotedChild[] {
    try {
      return JSON.parse(fs.readFileSync(this.file, 'utf8')) as NotedChild[]
    } catch {
      return []
    }
  }
}
