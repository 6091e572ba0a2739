import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

const spawnChild = (environment: Record<string, string>): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', 'scripts/drills/sequences/worker-child.ts'], {
    env: { ...process.env, ...environment, WORKER_ROLES: 'trading' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

/** A trading worker as its own process, which can be killed; the next one is always warming up beside it. */
export const createWorkerProcess = (environment: Record<string, string>) => {
  let spare = spawnChild(environment)
  let current: ChildProcess | null = null
  const start = async (): Promise<void> => {
    const child = spare
    spare = spawnChild(environment)
    current = child
    child.stdin!.write('go\n')
    let heard = ''
    child.stdout!.setEncoding('utf8')
    await new Promise<void>((resolve, reject) => {
      child.stdout!.on('data', (text: string) => {
        heard += text
        if (heard.includes('trading')) resolve()
      })
      child.once('exit', () => reject(new Error('the worker ended before it traded')))
    })
  }
  return {
    start,
    /** As kill -9 does: nothing is flushed, no handler runs. */
    kill: async (): Promise<void> => {
      if (current) await end(current, 'SIGKILL')
    },
    stop: async (): Promise<void> => {
      if (current) await end(current, 'SIGTERM')
    },
    close: async (): Promise<void> => {
      for (const child of [current, spare]) if (child) await end(child, 'SIGKILL')
    },
  }
}

export type WorkerProcess = ReturnType<typeof createWorkerProcess>
