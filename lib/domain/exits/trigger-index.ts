import type { Decimal } from '@/lib/domain/money/decimal'
import { TriggerHeap } from './trigger-heap'

export type Trigger = {
  positionId: string
  mint: string
  takeProfit: Decimal
  stopLoss: Decimal
  /**
   * The most by which what a sale brings may lie below the spot price (venue fee and impact), as a
   * fraction. A stop is judged on the sale, so it can be reached while the spot is still above it.
   */
  spread: number
}

/** Wider than the error of any decimal-to-double conversion. */
const rounding = 1e-9

type Levels = { targets: TriggerHeap; stops: TriggerHeap }

/**
 * Which positions a price could concern. A tick costs O(log n + hits) whatever the number of
 * positions far from their triggers. Keys are doubles, widened outwards, so the index may name a
 * position too early but never too late; the exact rule decides on each one named.
 */
export class TriggerIndex {
  private readonly mints = new Map<string, Levels>()
  private readonly mintOf = new Map<string, string>()

  get size(): number {
    return this.mintOf.size
  }

  has(positionId: string): boolean {
    return this.mintOf.has(positionId)
  }

  set(trigger: Trigger): void {
    this.delete(trigger.positionId)
    const levels = this.mints.get(trigger.mint) ?? { targets: new TriggerHeap(1), stops: new TriggerHeap(-1) }
    this.mints.set(trigger.mint, levels)
    levels.targets.push(trigger.positionId, trigger.takeProfit.toNumber() * (1 - rounding))
    levels.stops.push(
      trigger.positionId,
      (trigger.stopLoss.toNumber() * (1 + rounding)) / (1 - trigger.spread),
    )
    this.mintOf.set(trigger.positionId, trigger.mint)
  }

  delete(positionId: string): void {
    const mint = this.mintOf.get(positionId)
    if (mint === undefined) return
    this.mintOf.delete(positionId)
    const levels = this.mints.get(mint)!
    levels.targets.remove(positionId)
    levels.stops.remove(positionId)
    if (levels.targets.size === 0) this.mints.delete(mint)
  }

  /** Ids to be judged exactly at this spot price. They stay in the index until deleted. */
  candidates(mint: string, spotPrice: Decimal): string[] {
    const levels = this.mints.get(mint)
    if (!levels) return []
    const price = spotPrice.toNumber()
    const stops = levels.stops.reached(price)
    const targets = levels.targets.reached(price)
    return targets.length === 0 ? stops : [...new Set([...stops, ...targets])]
  }
}
