import type { VendorReply } from '@/sandbox/http/exchange'
import type { Quote } from './quote'

export type Order = {
  /** The message as handed out: what comes back signed must be the same bytes. */
  message: Uint8Array
  taker: string
  lastValidBlockHeight: bigint
  quote: Quote
}

type Entry = { order: Order; at: number; execution?: Promise<VendorReply> }

/** Jupiter lets a request be executed and asked after for two minutes. */
const KEPT_MS = 120_000

export class OrderBook {
  private readonly entries = new Map<string, Entry>()

  constructor(private readonly now: () => number = Date.now) {}

  remember(requestId: string, order: Order): void {
    this.forgetOld()
    this.entries.set(requestId, { order, at: this.now() })
  }

  find(requestId: string): Order | null {
    this.forgetOld()
    return this.entries.get(requestId)?.order ?? null
  }

  /**
   * Runs an order once: a second call during it or after it gets the same answer. `isFinal` tells which answers are
   * kept; after any other the next call runs again.
   */
  execute(
    requestId: string,
    run: () => Promise<VendorReply>,
    isFinal: (reply: VendorReply) => boolean,
  ): Promise<VendorReply> {
    const entry = this.entries.get(requestId)
    if (!entry) return run()
    if (entry.execution) return entry.execution
    const reply = run()
    entry.execution = reply
    const forget = () => delete entry.execution
    reply.then((answer) => !isFinal(answer) && forget(), forget)
    return reply
  }

  private forgetOld(): void {
    const oldest = this.now() - KEPT_MS
    for (const [id, entry] of this.entries) {
      // They stand in the order in which they came.
      if (entry.at >= oldest) return
      this.entries.delete(id)
    }
  }
}
