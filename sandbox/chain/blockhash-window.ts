import { randomBytes } from 'node:crypto'
import bs58 from 'bs58'

/** Transactions may name a blockhash for this many blocks after it was issued. */
export const BLOCKHASH_LIFETIME = 150n
const KEPT = 600

export type IssuedBlockhash = { blockhash: string; slot: bigint; height: bigint; time: number }

/** One blockhash a slot, kept well past its validity so that lagging answers can be given. */
export class BlockhashWindow {
  private readonly byHash = new Map<string, IssuedBlockhash>()
  private issued: IssuedBlockhash[] = []

  constructor(saved: IssuedBlockhash[] = []) {
    for (const entry of saved) this.push(entry)
  }

  issue(slot: bigint, height: bigint, time: number): IssuedBlockhash {
    const entry = { blockhash: bs58.encode(randomBytes(32)), slot, height, time }
    this.push(entry)
    return entry
  }

  /** The one issued in `slot`, or the nearest kept one. */
  at(slot: bigint): IssuedBlockhash {
    const first = this.issued[0]
    const last = this.issued.at(-1)
    if (!first || !last) throw new Error('No blockhash was issued yet')
    if (slot >= last.slot) return last
    if (slot <= first.slot) return first
    return this.issued[Number(slot - first.slot)] ?? last
  }

  inSlot(slot: bigint): IssuedBlockhash | null {
    const entry = this.issued.length > 0 ? this.at(slot) : null
    return entry?.slot === slot ? entry : null
  }

  isValid(blockhash: string, height: bigint): boolean {
    const entry = this.byHash.get(blockhash)
    return entry !== undefined && entry.height <= height && height <= entry.height + BLOCKHASH_LIFETIME
  }

  /** Newest first. */
  newest(count: number): IssuedBlockhash[] {
    return this.issued.slice(-count).reverse()
  }

  all(): IssuedBlockhash[] {
    return [...this.issued]
  }

  private push(entry: IssuedBlockhash): void {
    this.issued.push(entry)
    this.byHash.set(entry.blockhash, entry)
    if (this.issued.length < 2 * KEPT) return
    for (const old of this.issued.splice(0, KEPT)) this.byHash.delete(old.blockhash)
  }
}
