import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'

export type ToAccept = { n: number; userId: number; input: Record<string, unknown>; key: string }
/** `at`: milliseconds since the epoch. */
export type Accepted = { n: number; orderId: string; at: number } | { n: number; error: string }

/** The process that accepts entries, and what it takes. `at` is by this process' clock. */
export const startAccepting = async (environment: Record<string, string>) => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/bench/accepting-child.ts'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, (answer: Accepted) => void>()
  const [ready] = (await once(child, 'message')) as [unknown]
  if (ready !== 'ready') throw new Error('the process that accepts entries did not begin')
  child.on('message', (answer: Accepted) => {
    waiting.get(answer.n)?.(answer)
    waiting.delete(answer.n)
  })
  let count = 0
  return {
    accept: async (
      userId: number,
      input: Record<string, unknown>,
    ): Promise<{ orderId: string; at: number }> => {
      const n = (count += 1)
      const answered = new Promise<Accepted>((resolve) => waiting.set(n, resolve))
      child.send({ n, userId, input, key: randomUUID() } satisfies ToAccept)
      const answer = await answered
      if ('error' in answer) throw new Error(`not accepted: ${answer.error}`)
      return { orderId: answer.orderId, at: answer.at - performance.timeOrigin }
    },
    end: async (): Promise<void> => {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
