import { isCertainlyBelow } from '@/lib/domain/exits/quiet-range'
import { feesOf } from '@/lib/domain/pools/pool-fees'
import { type Depth, taxCapsOf, taxesOf } from './pool-cost'
import type { SeenPrice } from './seen-price'

/** Of each market: what a price must stay below, the least reserves, the fees, the taxes and their caps it must come with. */
const LINE = 6

/**
 * The latest price of each market, and what the next one must be for nothing but that and the highest to change.
 * That is true of nearly all prices, so it lies side by side: with a hundred thousand positions around, reaching
 * what is spread over memory takes longer than all comparisons.
 */
export class PriceBoard {
  private readonly numbers = new Map<string, number>()
  private readonly free: number[] = []
  private readonly prices: (SeenPrice | null)[] = []
  /** The highest price of each market since it was calmed or asked for, where that rose above its top. */
  private readonly risen: (SeenPrice | null)[] = []
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
    this.risen[number] = null
    this.disturb(number)
    return number
  }

  close(mint: string): void {
    const number = this.numbers.get(mint)
    if (number === undefined) return
    this.numbers.delete(mint)
    this.prices[number] = null
    this.risen[number] = null
    this.free.push(number)
  }

  /** Puts a price up. True where nothing else is to be done about it: no doubt whether it is a new high, and no pool that costs more. */
  put(number: number, price: SeenPrice): boolean {
    this.prices[number] = price
    const { lines } = this
    const line = number * LINE
    const { pool } = price.tick
    return (
      price.base >= lines[line + 1]! &&
      price.quote >= lines[line + 2]! &&
      feesOf(pool) === lines[line + 3]! &&
      taxesOf(pool) === lines[line + 4]! &&
      taxCapsOf(pool) === lines[line + 5]! &&
      (isCertainlyBelow(price.spot, lines[line]!) || this.rises(number, price))
    )
  }

  /** Takes the highest price since the last time; null where none rose above the top. To be asked before `disturb`. */
  takeRisen(number: number): SeenPrice | null {
    const risen = this.risen[number]!
    if (risen) this.risen[number] = null
    return risen
  }

  /** Until `disturb`, only a pool that costs more than `indexed` changes anything but the highest price, `top` so far. */
  calm(number: number, top: number, indexed: Depth): void {
    const { lines } = this
    const line = number * LINE
    lines[line] = top
    lines[line + 1] = indexed.leastBase
    lines[line + 2] = indexed.leastQuote
    lines[line + 3] = indexed.fees
    lines[line + 4] = indexed.taxes
    lines[line + 5] = indexed.taxCaps
  }

  disturb(number: number): void {
    this.lines[number * LINE] = 0
  }

  /** Nobody need know of a new high before somebody asks for it. */
  private rises(number: number, price: SeenPrice): boolean {
    const line = number * LINE
    const top = this.lines[line]!
    if (top === 0 || !isCertainlyBelow(top, price.spot)) return false
    this.lines[line] = price.spot
    this.risen[number] = price
    return true
  }
}
