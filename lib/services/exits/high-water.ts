import type { JudgeableTick } from './judge-position'

/**
 * The highest price of one market since any earlier moment. Time is cut where somebody begins to look; of
 * what was seen since, only prices higher than all later ones matter, so what is kept falls from one to the
 * next: noting a price is amortised O(1).
 */
export class HighWater {
  private period = 0
  private highs: { period: number; tick: JudgeableTick }[] = []

  /** From here on. */
  now(): number {
    if (this.highs.at(-1)?.period === this.period) this.period += 1
    return this.period
  }

  note(tick: JudgeableTick): void {
    while (this.highs.at(-1)?.tick.priceUsd.lt(tick.priceUsd)) this.highs.pop()
    if (this.highs.at(-1)?.period !== this.period) this.highs.push({ period: this.period, tick })
  }

  since(moment: number): JudgeableTick | null {
    let [low, high] = [0, this.highs.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.highs[middle]!.period < moment) low = middle + 1
      else high = middle
    }
    return this.highs[low]?.tick ?? null
  }

  /** Nobody asks any more for what was before. */
  forget(before: number): void {
    this.highs = this.highs.filter(({ period }) => period >= before)
  }
}
