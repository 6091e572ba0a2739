import { isCertainlyBelow } from '@/lib/domain/exits/quiet-range'
import { feesOf } from '@/lib/domain/pools/pool-fees'
import { type Depth, taxCapsOf, taxesOf } from './pool-cost'
import type { SeenPrice } from './seen-price'

/** Of each market: what a price must stay below, the least reserves, the fees, the taxes and their caps it must come with. */
const LINE = 6

/**
 * The latest price of each market, and what the next one must be for nothing but that to change. That is true
 * of nearly all prices, so it lies side by side: with a hundred thousand positions around, reaching what is
 * spread over memory takes longer than all comparisons.
 */
export class PriceBoard {
  private readonly numbers = new Map<string, number>()
  private readonly free: number[] = []
  private readonly prices: (SeenPrice | null)[] = []
  private lines = new Float64Array(16 * LINE)

  numberOf(mint: string): number | undefined {
    return this.numbers.get(mint)
  }

  latest(number: number): SeenPrice | null {
    return this.prices[number]!
  }

  open(mint: string): number {
    const number = this.free.pop() ?? this.prices.length
    if (number * LINE === this.lines.length) {
      const lines = new Float64Array(2 * this.lines.length)
      lines.set(this.lines)
      this.lines = lines
    }
    this.numbers.set(mint, number)
    this.prices[number] = null
    this.disturb(number)
    return number
  }

  close(mint: string): void {
    const number = this.numbers.get(mint)
    if (number === undefined) return
    this.numbers.delete(mint)
    this.prices[number] = null
    this.free.push(number)
  }

  /** Puts a price up. True where nothing else is to be done about it: no new high, and no pool that costs more. */
  put(number: number, price: SeenPrice): boolean {
    this.prices[number] = price
    const { lines } = this
    const line = number * LINE
    const { pool } = price.tick
    return (
      isCertainlyBelow(price.spot, lines[line]!) &&
      price.base >= lines[line + 1]! &&
      price.quote >= lines[line + 2]! &&
      feesOf(pool) === lines[line + 3]! &&
      taxesOf(pool) === lines[line + 4]! &&
      taxCapsOf(pool) === lines[line + 5]!
    )
  }

  /** Until `disturb`, only a price at or above `top`, or of a pool that costs more than `indexed`, changes anything. */
  calm(number: number, top: number, indexed: Depth): void {
    const { leastBase, leastQuote, fees, taxes, taxCaps } = indexed
    this.lines.set([top, leastBase, leastQuote, fees, taxes, taxCaps], number * LINE)
  }

  disturb(number: number): void {
    this.lines[number * LINE] = 0
  }
}
