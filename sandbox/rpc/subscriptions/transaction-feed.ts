import type { Chain, Commitment, LandedTransaction } from '@/sandbox/chain/chain'
import { Maturing } from './maturing'

type Watcher = { commitment: Commitment; deliver: (landed: LandedTransaction) => void }

/** Landed transactions for subscribers at their commitment. */
export class TransactionFeed {
  private readonly watchers = new Set<Watcher>()
  private readonly maturing = new Maturing<LandedTransaction>((landed, level) => this.deliver(landed, level))
  private readonly onSlot = () => this.maturing.release(this.chain.slot)
  private readonly onTransaction = (landed: LandedTransaction) => {
    if (this.watchers.size === 0) return
    this.deliver(landed, 'processed')
    this.maturing.add(landed)
  }

  constructor(private readonly chain: Chain) {
    chain.on('transaction', this.onTransaction)
    chain.on('slot', this.onSlot)
  }

  watch(commitment: Commitment, deliver: Watcher['deliver']): () => void {
    const watcher = { commitment, deliver }
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  close(): void {
    this.chain.off('transaction', this.onTransaction)
    this.chain.off('slot', this.onSlot)
  }

  private deliver(landed: LandedTransaction, level: Commitment): void {
    for (const watcher of [...this.watchers]) {
      if (watcher.commitment === level) watcher.deliver(landed)
    }
  }
}
