import type { Redis } from 'ioredis'
import type { Enqueue } from '@/lib/queue/enqueue'

/**
 * An enqueue that fails instead of waiting for Redis to come back: the order is stored, the sweep
 * finds it, and the caller must not be kept.
 */
export const promptEnqueue =
  (enqueue: Enqueue, connection: Pick<Redis, 'status'>, timeoutMs: number): Enqueue =>
  async (name, payload, priority) => {
    if (connection.status !== 'ready') throw new Error(`Redis is ${connection.status}`)
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`Redis did not answer within ${timeoutMs} ms`)), timeoutMs)
    })
    try {
      await Promise.race([enqueue(name, payload, priority), late])
    } finally {
      clearTimeout(timer)
    }
  }
