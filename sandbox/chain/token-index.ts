import type { ChainAccount } from './chain-types'
import { readTokenAccount } from './token-account'

type Holder = { owner: string; mint: string }

/** Finds token accounts by wallet or by mint without scanning all accounts of the token programs. */
export class TokenIndex {
  private readonly byOwner = new Map<string, Set<string>>()
  private readonly byMint = new Map<string, Set<string>>()
  private readonly known = new Map<string, Holder>()
  /** Those closed or handed on in the kept slots, oldest first: seen from an older slot they are still there. */
  private gone: (Holder & { address: string; slot: bigint })[] = []

  constructor(private readonly keptSlots: bigint) {}

  ofOwner(owner: string): string[] {
    return [...(this.byOwner.get(owner) ?? [])]
  }

  ofMint(mint: string): string[] {
    return [...(this.byMint.get(mint) ?? [])]
  }

  /** Addresses that were the owner's in one of the kept slots; some may be so again. */
  onceOfOwner(owner: string): string[] {
    return this.gone.flatMap((entry) => (entry.owner === owner ? [entry.address] : []))
  }

  onceOfMint(mint: string): string[] {
    return this.gone.flatMap((entry) => (entry.mint === mint ? [entry.address] : []))
  }

  update(address: string, account: ChainAccount | null, slot: bigint): void {
    const token = account ? readTokenAccount(account.owner, account.data) : null
    const before = this.known.get(address)
    if (before && token && before.owner === token.owner && before.mint === token.mint) return
    if (before) {
      removeFrom(this.byOwner, before.owner, address)
      removeFrom(this.byMint, before.mint, address)
      this.known.delete(address)
      this.gone.push({ ...before, address, slot })
    }
    if (!token) return
    this.known.set(address, { owner: token.owner, mint: token.mint })
    addTo(this.byOwner, token.owner, address)
    addTo(this.byMint, token.mint, address)
  }

  prune(currentSlot: bigint): void {
    const oldest = currentSlot - this.keptSlots
    const kept = this.gone.findIndex(({ slot }) => slot > oldest)
    if (kept !== 0) this.gone = kept === -1 ? [] : this.gone.slice(kept)
  }
}

function addTo(index: Map<string, Set<string>>, key: string, address: string): void {
  const addresses = index.get(key)
  if (addresses) addresses.add(address)
  else index.set(key, new Set([address]))
}

function removeFrom(index: Map<string, Set<string>>, key: string, address: string): void {
  const addresses = index.get(key)
  addresses?.delete(address)
  if (addresses?.size === 0) index.delete(key)
}
