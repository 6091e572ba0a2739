import { TriggerForest } from './trigger-forest'
import { noTrails, TrailGroups, type TrailRoots } from './trigger-trails'

/** Levels are dollars a token of the spot price, widened outwards (trigger-level.ts). */
export type Trigger = {
  positionId: string
  mint: string
  /** Spot at or above which something may happen: target, next ladder step, break-even or trailing activation; null none. */
  up: number | null
  /** Spot at or below which a fixed or moved stop may fire; null none. */
  down: number | null
  /**
   * An active trailing stop: may fire when spot <= peak * factor, where peak follows the highest spot seen
   * since it was set, from `peak` on. factor in (0,1].
   */
  trail: { factor: number; peak: number } | null
}

type Market = {
  mint: string
  number: number
  positions: number
  up: number
  down: number
  trails: TrailRoots
}

/** Below it doubles lose the relative precision that the margins of a level rest on. */
export const LEAST_PRICE = 1e-280

const isLevel = (level: number | null): boolean => level === null || level >= LEAST_PRICE

/** Whether the levels are prices, so that the index can be trusted with them. */
export const isSound = ({ up, down, trail }: Trigger): boolean =>
  isLevel(up) &&
  isLevel(down) &&
  (trail === null ||
    (trail.factor > 0 && trail.factor <= 1 && trail.peak >= LEAST_PRICE && trail.peak < Infinity))

/** Named at every price: what becomes of a position whose levels are no prices. */
export const atEveryPrice = ({ positionId, mint }: Trigger): Trigger => ({
  ...{ positionId, mint, up: null, down: Infinity, trail: null },
})

const NOBODY: readonly never[] = []
const EMPTY = 0

/**
 * Which positions a price could concern. A tick costs O(log n + named), whatever the number of positions
 * far from their triggers; setting and deleting cost O(log n). It may name a position too early but never
 * too late: the exact rule decides on each one named. Positions are small integers inside, reused once
 * deleted, so memory follows the most positions held at once. `T` is what a position is to whoever asks: it
 * is handed back as it is, so that no name has to be looked up. See docs/algorithms/trigger-index.md.
 */
export class TriggerIndex<T> {
  private readonly numbers = new Map<string, number>()
  private readonly marketNumbers = new Map<string, number>()
  private readonly markets: Market[] = []
  private readonly freeMarkets: number[] = []
  /**
   * Of each market the two prices between which nothing is named and no peak is raised. Most ticks end here,
   * so they lie side by side: what is spread over memory takes longer to reach than to compare.
   */
  private quiet = new Float64Array(32)
  private readonly subjects: (T | null)[] = [null]
  private readonly marketOf: (Market | null)[] = [null]
  private readonly free: number[] = []
  private room = 16
  /** Keyed by the level turned around: the lowest target is on top. */
  private readonly ups = new TriggerForest(this.room)
  private readonly downs = new TriggerForest(this.room)
  private readonly trails = new TrailGroups(this.room)

  get size(): number {
    return this.numbers.size
  }

  has(positionId: string): boolean {
    return this.numbers.has(positionId)
  }

  /** The peak its trailing stop is measured from, or null without one. */
  peakOf(positionId: string): number | null {
    const number = this.numbers.get(positionId)
    return number === undefined || !this.trails.has(number) ? null : this.trails.peakOf(number)
  }

  /** Replaces what was set for the position before, its peak included. Throws RangeError on levels that are no prices. */
  set(trigger: Trigger, subject: T): void {
    if (!isSound(trigger))
      throw new RangeError(`position ${trigger.positionId} has a trigger that is no price`)
    const number = this.numbers.get(trigger.positionId) ?? this.numbered(trigger.positionId)
    this.subjects[number] = subject
    const market = this.entered(number, trigger.mint)
    market.up = placed(this.ups, market.up, number, trigger.up === null ? null : -trigger.up)
    market.down = placed(this.downs, market.down, number, trigger.down)
    this.setTrail(market.trails, number, trigger.trail)
    this.findQuiet(market)
  }

  delete(positionId: string): void {
    const number = this.numbers.get(positionId)
    if (number === undefined) return
    this.leave(number)
    this.numbers.delete(positionId)
    this.subjects[number] = null
    this.free.push(number)
  }

  /**
   * Raises peaks, then names each position to be judged exactly at this spot price, once. They stay in the
   * index, and are named again, until set anew or deleted.
   */
  tick(mint: string, spot: number): readonly T[] {
    if (!(spot >= 0)) throw new RangeError(`a spot price of ${spot} is no price`)
    const marketNumber = this.marketNumbers.get(mint)
    if (marketNumber === undefined) return NOBODY
    if (spot > this.quiet[2 * marketNumber]! && spot < this.quiet[2 * marketNumber + 1]!) return NOBODY
    const market = this.markets[marketNumber]!
    if (this.trails.raise(market.trails, spot)) this.findQuiet(market)
    const found: number[] = []
    this.ups.reach(market.up, 1, -spot, found)
    const firstDown = found.length
    this.downs.reach(market.down, 1, spot, found)
    const firstTrail = found.length
    this.trails.reach(market.trails, spot, found)
    if (found.length === 0) return NOBODY
    const named: T[] = []
    for (let place = 0; place < found.length; place += 1) {
      const number = found[place]!
      if (place >= firstDown && this.ups.isAt(number, -spot)) continue
      if (place >= firstTrail && this.downs.isAt(number, spot)) continue
      named.push(this.subjects[number]!)
    }
    return named
  }

  private setTrail(roots: TrailRoots, number: number, trail: Trigger['trail']): void {
    const known = this.trails.has(number)
    if (
      known &&
      trail &&
      this.trails.factorOf(number) === trail.factor &&
      this.trails.peakOf(number) === trail.peak
    )
      return
    if (known) this.trails.remove(roots, number)
    if (trail) this.trails.add(roots, number, trail.factor, trail.peak)
  }

  private numbered(positionId: string): number {
    const number = this.free.pop() ?? this.subjects.length
    if (number > this.room) this.grow(Math.ceil(this.room * 1.5))
    this.marketOf[number] = null
    this.numbers.set(positionId, number)
    return number
  }

  private grow(room: number): void {
    this.room = room
    this.ups.grow(room)
    this.downs.grow(room)
    this.trails.grow(room)
  }

  /** The token's market, with the position counted in it and in no other. */
  private entered(number: number, mint: string): Market {
    const before = this.marketOf[number]
    if (before?.mint === mint) return before
    this.leave(number)
    const known = this.marketNumbers.get(mint)
    const market = known === undefined ? this.openMarket(mint) : this.markets[known]!
    market.positions += 1
    this.marketOf[number] = market
    return market
  }

  private leave(number: number): void {
    const market = this.marketOf[number]
    if (!market) return
    market.up = placed(this.ups, market.up, number, null)
    market.down = placed(this.downs, market.down, number, null)
    this.setTrail(market.trails, number, null)
    this.findQuiet(market)
    market.positions -= 1
    if (market.positions === 0) {
      this.marketNumbers.delete(market.mint)
      this.freeMarkets.push(market.number)
    }
    this.marketOf[number] = null
  }

  private openMarket(mint: string): Market {
    const number = this.freeMarkets.pop() ?? this.markets.length
    if (2 * number === this.quiet.length) {
      const quiet = new Float64Array(2 * this.quiet.length)
      quiet.set(this.quiet)
      this.quiet = quiet
    }
    const market = { mint, number, positions: 0, up: EMPTY, down: EMPTY, trails: noTrails() }
    this.markets[number] = market
    this.marketNumbers.set(mint, number)
    return market
  }

  private findQuiet(market: Market): void {
    const up = market.up === EMPTY ? Infinity : -this.ups.key(market.up)
    const down = market.down === EMPTY ? -Infinity : this.downs.key(market.down)
    this.quiet[2 * market.number] = Math.max(down, this.trails.highestFall(market.trails))
    this.quiet[2 * market.number + 1] = Math.min(up, this.trails.lowestPeak(market.trails))
  }
}

/** The heap with the node at this key, or without it. */
const placed = (forest: TriggerForest, root: number, node: number, key: number | null): number => {
  const known = forest.has(node)
  if (known && forest.key(node) === key) return root
  const rest = known ? forest.remove(root, node) : root
  return key === null ? rest : forest.meld(rest, forest.plant(node, key))
}
