import type { Decimal } from '@/lib/domain/money/decimal'

/** A waiting entry: it buys once a token costs no more than `limitPriceUsd`, fee and impact included. */
export type WaitingEntry = { orderId: string; mint: string; limitPriceUsd: Decimal }

/**
 * Waiting entries by mint, the highest limit first. Nobody buys below the spot price, so a tick concerns
 * only the entries at the head whose limit has been reached: its cost is that of its hits.
 */
export class LimitBook {
  private readonly byMint = new Map<string, WaitingEntry[]>()
  private readonly mintOf = new Map<string, string>()

  set(entry: WaitingEntry): void {
    this.delete(entry.orderId)
    const list = this.byMint.get(entry.mint) ?? []
    list.splice(firstBelow(list, entry.limitPriceUsd), 0, entry)
    this.byMint.set(entry.mint, list)
    this.mintOf.set(entry.orderId, entry.mint)
  }

  delete(orderId: string): void {
    const mint = this.mintOf.get(orderId)
    if (mint === undefined) return
    this.mintOf.delete(orderId)
    const left = this.byMint.get(mint)!.filter((entry) => entry.orderId !== orderId)
    if (left.length > 0) this.byMint.set(mint, left)
    else this.byMint.delete(mint)
  }

  /** Ids of the entries this spot price could concern, the highest limit first. */
  candidates(mint: string, spotPriceUsd: Decimal): string[] {
    const list = this.byMint.get(mint) ?? []
    return list.slice(0, firstBelow(list, spotPriceUsd)).map((entry) => entry.orderId)
  }

  mints(): string[] {
    return [...this.byMint.keys()]
  }
}

/** The place of the first entry whose limit is below the price; equal ones keep the order they came in. */
const firstBelow = (list: readonly WaitingEntry[], price: Decimal): number => {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (list[middle]!.limitPriceUsd.lt(price)) high = middle
    else low = middle + 1
  }
  return low
}
