import { isCertainlyBelow } from '@/lib/domain/exits/quiet-range'
import type { SeenPrice } from './seen-price'

/**
 * The highest price of one market since any earlier moment. Time is cut where somebody begins to look; of
 * what was seen since, only prices higher than all later ones matter, so what is kept falls from one to the
 * next: noting a price is amortised O(1).
 */
export class HighWater {
  private period = 0
  private highs: { period: number; price: SeenPrice }[] = []
  /** The spot price of the last of them where that is of this period: most prices are lower, and nothing then. */
  private highest = 0

  /** Prices certainly below it need not be noted. */
  get top(): number {
    return this.highest
  }

  /** From here on. */
  now(): number {
    if (this.highs.at(-1)?.period === this.period) {
      this.period += 1
      this.highest = 0
    }
    return this.period
  }

  note(price: SeenPrice): void {
    if (isCertainlyBelow(price.spot, this.highest)) return
    for (;;) {
      const last = this.highs.at(-1)
      if (!last || !isBelow(last.price, price)) break
      this.highs.pop()
    }
    if (this.highs.at(-1)?.period !== this.period) this.highs.push({ period: this.period, price })
    this.highest = this.highs.at(-1)!.price.spot
  }

  since(moment: number): SeenPrice | null {
    let [low, high] = [0, this.highs.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.highs[middle]!.period < moment) low = middle + 1
      else high = middle
    }
    return this.highs[low]?.price ?? null
  }

  /** Whoever asks again knows of what was before. */
  forget(before: number): void {
    this.highs = this.highs.filter(({ period }) => period >= before)
    if (this.highs.at(-1)?.period !== this.period) this.highest = 0
  }
}

const isBelow = (one: SeenPrice, other: SeenPrice): boolean =>
  !isCertainlyBelow(other.spot, one.spot) &&
  (isCertainlyBelow(one.spot, other.spot) || one.tick.priceUsd.lt(other.tick.priceUsd))
