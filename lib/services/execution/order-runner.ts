import { setMaxListeners } from 'node:events'
import type { OrderLocks } from '@/lib/db/order-locks'
import { errorMessage } from '@/lib/errors'

export type OrderRunnerDeps = {
  locks: OrderLocks
  execute: (orderId: string, signal: AbortSignal) => Promise<void>
  logger: { error(fields: object, message: string): void }
}

/** Runs each order once at a time, in this process and, by the locks, in all of them. */
export class OrderRunner {
  private readonly running = new Map<string, Promise<void>>()
  private readonly stopping = new AbortController()

  constructor(private readonly deps: OrderRunnerDeps) {
    // Every order at work listens.
    setMaxListeners(0, this.stopping.signal)
  }

  /** Resolves when the run ends; at once when someone else is at it. */
  run(orderId: string): Promise<void> {
    const current = this.running.get(orderId)
    if (current) return current
    if (this.stopping.signal.aborted) return Promise.resolve()
    const run = this.runLocked(orderId).finally(() => this.running.delete(orderId))
    this.running.set(orderId, run)
    return run
  }

  has(orderId: string): boolean {
    return this.running.has(orderId)
  }

  /** Ends every run at its next pause. What was sent stays stored and is taken up at the next start. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('the worker stops'))
    await Promise.allSettled(this.running.values())
  }

  private async runLocked(orderId: string): Promise<void> {
    try {
      if (!(await this.deps.locks.tryAcquire(orderId))) return
      try {
        await this.deps.execute(orderId, this.stopping.signal)
      } finally {
        await this.deps.locks.release(orderId)
      }
    } catch (error) {
      if (!this.stopping.signal.aborted)
        this.deps.logger.error(
          { orderId, error: errorMessage(error) },
          'order run failed; the sweep takes it up again',
        )
    }
  }
}
