import type { ChainAccount } from './chain-types'
import { readTokenAccount } from './token-account'

/** Finds token accounts by wallet or by mint without scanning all accounts of the token programs. */
export class TokenIndex {
  private readonly byOwner = new Map<string, Set<string>>()
  private readonly byMint = new Map<string, Set<string>>()
  private readonly known = new Map<string, { owner: string; mint: string }>()

  ofOwner(owner: string): string[] {
    return [...(this.byOwner.get(owner) ?? [])]
  }

  ofMint(mint: string): string[] {
    return [...(this.byMint.get(mint) ?? [])]
  }

  update(address: string, account: ChainAccount | null): void {
    const token = account ? readTokenAccount(account.owner, account.data) : null
    const before = this.known.get(address)
    if (before && token && before.owner === token.owner && before.mint === token.mint) return
    if (before) {
      removeFrom(this.byOwner, before.owner, address)
      removeFrom(this.byMint, before.mint, address)
      this.known.delete(address)
    }
    if (!token) return
    this.known.set(address, { owner: token.owner, mint: token.mint })
    addTo(this.byOwner, token.owner, address)
    addTo(this.byMint, token.mint, address)
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
