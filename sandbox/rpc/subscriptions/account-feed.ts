import type { AccountChange, Chain, Commitment } from '@/sandbox/chain/chain'
import { Maturing } from './maturing'

type Watcher = { commitment: Commitment; deliver: (change: AccountChange) => void }

/**
 * Account changes for subscribers at their commitment. What the operator writes reaches every commitment at
 * once. The feed of a lagging provider is not delayed.
 */
export class AccountFeed {
  private readonly byAddress = new Map<string, Set<Watcher>>()
  private readonly byOwner = new Map<string, Set<Watcher>>()
  private readonly maturing = new Maturing<AccountChange>((change, level) => this.deliver(change, level))
  private readonly onAccount = (change: AccountChange) => this.changed(change)
  private readonly onSlot = () => this.maturing.release(this.chain.slot)

  constructor(private readonly chain: Chain) {
    chain.on('account', this.onAccount)
    chain.on('slot', this.onSlot)
  }

  watchAddress(address: string, commitment: Commitment, deliver: Watcher['deliver']): () => void {
    return watch(this.byAddress, address, { commitment, deliver })
  }

  watchOwner(program: string, commitment: Commitment, deliver: Watcher['deliver']): () => void {
    return watch(this.byOwner, program, { commitment, deliver })
  }

  close(): void {
    this.chain.off('account', this.onAccount)
    this.chain.off('slot', this.onSlot)
  }

  private changed(change: AccountChange): void {
    if (this.byAddress.size === 0 && this.byOwner.size === 0) return
    if (change.signature === null) return this.deliver(change, 'any')
    this.deliver(change, 'processed')
    this.maturing.add(change)
  }

  private deliver(change: AccountChange, level: Commitment | 'any'): void {
    const owner = change.account?.owner
    const watchers = [
      ...(this.byAddress.get(change.address) ?? []),
      ...((owner && this.byOwner.get(owner)) || []),
    ]
    for (const watcher of watchers) {
      if (level === 'any' || watcher.commitment === level) watcher.deliver(change)
    }
  }
}

function watch(watchers: Map<string, Set<Watcher>>, key: string, watcher: Watcher): () => void {
  const set = watchers.get(key) ?? new Set()
  watchers.set(key, set.add(watcher))
  return () => {
    set.delete(watcher)
    if (set.size === 0 && watchers.get(key) === set) watchers.delete(key)
  }
}
