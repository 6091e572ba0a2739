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
  positions: number
  up: number
  down: number
  trails: TrailRoots
  /** Between these two nothing is named and no peak is raised: most ticks end here. */
  quietAbove: number
  quietBelow: number
}

/** Below it doubles lose the relative precision that the margins of a level rest on. */
const LEAST_PRICE = 1e-280

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

const NOBODY: readonly string[] = []
const EMPTY = 0

/**
 * Which positions a price could concern. A tick costs O(log n + named), whatever the number of positions
 * far from their triggers; setting and deleting cost O(log n). It may name a position too early but never
 * too late: the exact rule decides on each one named. Positions are small integers inside, reused once
 * deleted, so memory follows the most positions held at once. See docs/algorithms/trigger-index.md.
 */
export class TriggerIndex {
  private readonly numbers = new Map<string, number>()
  private readonly markets = new Map<string, Market>()
  private readonly ids: (string | null)[] = [null]
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
  set(trigger: Trigger): void {
    if (!isSound(trigger))
      throw new RangeError(`position ${trigger.positionId} has a trigger that is no price`)
    const number = this.numbers.get(trigger.positionId) ?? this.numbered(trigger.positionId)
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
    this.ids[number] = null
    this.free.push(number)
  }

  /**
   * Raises peaks, then names each position to be judged exactly at this spot price, once. They stay in the
   * index, and are named again, until set anew or deleted.
   */
  tick(mint: string, spot: number): readonly string[] {
    if (!(spot >= 0)) throw new RangeError(`a spot price of ${spot} is no price`)
    const market = this.markets.get(mint)
    if (!market || (spot > market.quietAbove && spot < market.quietBelow)) return NOBODY
    if (this.trails.raise(market.trails, spot)) this.findQuiet(market)
    const found: number[] = []
    this.ups.reach(market.up, 1, -spot, found)
    const firstDown = found.length
    this.downs.reach(market.down, 1, spot, found)
    const firstTrail = found.length
    this.trails.reach(market.trails, spot, found)
    if (found.length === 0) return NOBODY
    const named: string[] = []
    for (let place = 0; place < found.length; place += 1) {
      const number = found[place]!
      if (place >= firstDown && this.ups.isAt(number, -spot)) continue
      if (place >= firstTrail && this.downs.isAt(number, spot)) continue
      named.push(this.ids[number]!)
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
    const number = this.free.pop() ?? this.ids.length
    if (number > this.room) this.grow(Math.ceil(this.room * 1.5))
    this.ids[number] = positionId
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
    const market = this.markets.get(mint) ?? newMarket(mint)
    if (market.positions === 0) this.markets.set(mint, market)
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
    if (market.positions === 0) this.markets.delete(market.mint)
    this.marketOf[number] = null
  }

  private findQuiet(market: Market): void {
    const up = market.up === EMPTY ? Infinity : -this.ups.key(market.up)
    const down = market.down === EMPTY ? -Infinity : this.downs.key(market.down)
    market.quietAbove = Math.max(down, this.trails.highestFall(market.trails))
    market.quietBelow = Math.min(up, this.trails.lowestPeak(market.trails))
  }
}

const newMarket = (mint: string): Market => ({
  mint,
  positions: 0,
  up: EMPTY,
  down: EMPTY,
  trails: noTrails(),
  quietAbove: -Infinity,
  quietBelow: Infinity,
})

/** The heap with the node at this key, or without it. */
const placed = (forest: TriggerForest, root: number, node: number, key: number | null): number => {
  const known = forest.has(node)
  if (known && forest.key(node) === key) return root
  const rest = known ? forest.remove(root, node) : root
  return key === null ? rest : forest.meld(rest, forest.plant(node, key))
}
