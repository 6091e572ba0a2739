import type { LandedTransaction } from './chain-types'

/** The operator's own transactions are many and rarely asked for, so they are forgotten first. */
const KEPT_TRANSACTIONS = { client: 20_000, operator: 3_000 }

export class TransactionHistory {
  private readonly landed = new Map<string, LandedTransaction>()
  private readonly order = new Map<string, number>()
  private readonly byAddress = new Map<string, Set<string>>()
  private readonly counts = { client: 0, operator: 0 }
  private total = 0

  add(transaction: LandedTransaction): void {
    this.landed.set(transaction.signature, transaction)
    for (const { address } of transaction.accountKeys) {
      const signatures = this.byAddress.get(address)
      if (signatures) signatures.add(transaction.signature)
      else this.byAddress.set(address, new Set([transaction.signature]))
    }
    this.order.set(transaction.signature, ++this.total)
    const kind = kindOf(transaction)
    if (++this.counts[kind] > KEPT_TRANSACTIONS[kind]) this.forgetOldest(kind)
  }

  get(signature: string): LandedTransaction | null {
    return this.landed.get(signature) ?? null
  }

  /** Counts from 1 in the order of landing; 0 for one that is not known. */
  orderOf(signature: string): number {
    return this.order.get(signature) ?? 0
  }

  /** Newest first. */
  signaturesFor(address: string): string[] {
    return [...(this.byAddress.get(address) ?? [])].reverse()
  }

  all(): LandedTransaction[] {
    return [...this.landed.values()]
  }

  /** Ever landed, the forgotten ones included. */
  get count(): number {
    return this.total
  }

  private forgetOldest(kind: 'client' | 'operator'): void {
    for (const transaction of this.landed.values()) {
      if (kindOf(transaction) !== kind) continue
      this.landed.delete(transaction.signature)
      this.order.delete(transaction.signature)
      for (const { address } of transaction.accountKeys) {
        const signatures = this.byAddress.get(address)
        signatures?.delete(transaction.signature)
        if (signatures?.size === 0) this.byAddress.delete(address)
      }
      this.counts[kind]--
      return
    }
  }
}

const kindOf = (transaction: LandedTransaction) => (transaction.operator ? 'operator' : 'client')
