import { computeBudgetOf } from './compute-budget'
import { parseTransaction, type WireTransaction } from './wire-transaction'

const BLOCK_COMPUTE_UNITS = 48_000_000

type Waiting = { transaction: WireTransaction; price: bigint; unitLimit: number }

/** Transactions waiting for the end of the slot; the dearest go first, the rest of a full block waits on. */
export class Mempool {
  private readonly waiting = new Map<string, Waiting>()

  /** Sending the same bytes again changes nothing. */
  add(transaction: WireTransaction): void {
    const signature = transaction.signatures[0] ?? ''
    if (this.waiting.has(signature)) return
    this.waiting.set(signature, { transaction, ...computeBudgetOf(transaction) })
  }

  /** Takes out what fits into one block. */
  takeBlock(): WireTransaction[] {
    const byPrice = [...this.waiting.entries()].sort(([, a], [, b]) =>
      a.price < b.price ? 1 : a.price > b.price ? -1 : 0,
    )
    const taken: WireTransaction[] = []
    let units = 0
    for (const [signature, { transaction, unitLimit }] of byPrice) {
      if (units + unitLimit > BLOCK_COMPUTE_UNITS) continue
      units += unitLimit
      taken.push(transaction)
      this.waiting.delete(signature)
    }
    return taken
  }

  wires(): Uint8Array[] {
    return [...this.waiting.values()].map(({ transaction }) => transaction.wire)
  }

  restore(wires: Uint8Array[]): void {
    for (const wire of wires) this.add(parseTransaction(wire))
  }
}
