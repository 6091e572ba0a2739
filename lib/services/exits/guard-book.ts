import type { GuardedPosition, ReachedState } from '@/lib/db/position-repository'
import type { Evaluation } from '@/lib/domain/exits/evaluate-exit'
import type { ExitState } from '@/lib/domain/exits/exit-plan'
import { atEveryPrice, isSound, TriggerIndex } from '@/lib/domain/exits/trigger-index'
import type { Decimal } from '@/lib/domain/money/decimal'
import { type GuardedMarket, newGuardedMarket, noteTrailing } from './guarded-market'
import { inSlices } from './in-slices'
import {
  type Guard,
  guardOf,
  isFarBelowPeak,
  judge,
  type JudgeableTick,
  raisedTo,
  triggerOf,
} from './judge-position'
import { learned, reachedBy, restated, sameRow, tighter } from './known-guard'
import { costsMore, costsTwice, deeperOf } from './pool-cost'

/**
 * Every guarded position with what its plan has come to. A price that concerns nobody costs O(log n):
 * peaks of trailing stops are kept for the market as a whole and worked out for a position when it is named,
 * or when they are settled to be stored. Whatever takes long is done in turns, and is right after each.
 */
export class GuardBook {
  private readonly index = new TriggerIndex()
  private readonly guards = new Map<string, Guard>()
  private readonly markets = new Map<string, GuardedMarket>()
  private readonly timed = new Map<string, Date>()
  private earliest = Infinity
  /** Whose plan has come to something that is not stored; also those that were dropped since, because a sale may be declined. */
  private readonly reached = new Map<string, Guard>()
  /** Whose levels are no prices. */
  private readonly unsound = new Set<string>()

  /** `onUnsound` hears of each position whose levels turn out to be no prices; it is judged at every price from then on. */
  constructor(private readonly onUnsound: (guard: Guard) => void = () => {}) {}

  get size(): number {
    return this.guards.size
  }

  get(id: string): Guard | undefined {
    return this.guards.get(id)
  }

  mints(): string[] {
    return [...this.markets.keys()]
  }

  of(mint: string): Iterable<Guard> {
    return this.markets.get(mint)?.guards.values() ?? []
  }

  all(): Iterable<Guard> {
    return this.guards.values()
  }

  /**
   * Takes a position over as the database has it; what its plan has come to here is kept unless the plan
   * changed. `reading` numbers the reading of all positions under way, so that those it does not find can be told.
   */
  take(row: GuardedPosition, reading = 0): void {
    if (!row.guarded) return this.drop(row.id)
    const known = this.guards.get(row.id)
    if (known) known.reading = reading
    if (known && sameRow(known, row)) return this.learn(known, row)
    if (known) this.catchUp(known)
    const guard = guardOf(row)
    guard.reading = reading
    const before = known ?? this.reached.get(row.id)
    if (before) Object.assign(guard, tighter(before, guard))
    const market = this.marketOf(row.tokenMint)
    // What was reached before it was here is not this position's peak.
    guard.since = market.highs.now()
    this.guards.set(row.id, guard)
    if (this.reached.has(row.id)) this.reached.set(row.id, guard)
    market.guards.set(row.id, guard)
    noteTrailing(market, guard)
    this.noteTime(guard)
    this.place(market, guard)
  }

  drop(id: string): void {
    const guard = this.guards.get(id)
    if (!guard) return
    this.catchUp(guard)
    this.guards.delete(id)
    this.timed.delete(id)
    this.index.delete(id)
    this.unsound.delete(id)
    const market = this.markets.get(guard.tokenMint)!
    market.guards.delete(id)
    market.trailing.delete(id)
    market.unindexed.delete(id)
    if (market.guards.size === 0) this.markets.delete(guard.tokenMint)
  }

  /** Takes a price over; returns the positions to be judged at it. At most `room` are newly indexed: see `placing`. */
  accept(tick: JudgeableTick, room = Infinity): Guard[] {
    const market = this.markets.get(tick.mint)
    if (!market) return []
    market.latest = tick
    market.highs.note(tick)
    if (market.indexed && costsMore(tick.pool, market.indexed)) {
      // Some may have been indexed since with a deeper pool than those that wait from before.
      market.outdated = market.outdated ? deeperOf(market.outdated, market.indexed) : market.indexed
      market.indexed = tick.pool
      for (const id of market.guards.keys()) market.unindexed.add(id)
    }
    this.placeSome(market, room)
    return this.index.tick(tick.mint, tick.priceUsd.toNumber()).map((id) => this.guards.get(id)!)
  }

  /** The market's price, to be accepted again soon, while not all of its positions are indexed as they should be. */
  placing(mint: string): JudgeableTick | null {
    const market = this.markets.get(mint)
    return market && market.unindexed.size > 0 ? market.latest : null
  }

  /** Judges a position, and keeps what its plan has come to. null: nothing fires and nothing changes. */
  judge(guard: Guard, tick: JudgeableTick, now: Date): (Evaluation & { price: Decimal }) | null {
    this.restate(guard, tick)
    const evaluation = judge(guard, tick, this.bestFor(guard), now)
    if (!evaluation) return null
    this.keep(guard, evaluation.state)
    if (evaluation.moved) this.setTrigger(this.marketOf(guard.tokenMint), guard, tick)
    return evaluation
  }

  /** A step of the ladder is being sold. The rest stays guarded, with all that its plan has come to. */
  stepTaken(id: string): void {
    const guard = this.guards.get(id)
    if (!guard) return
    guard.state = { ...guard.state, ladderDone: guard.state.ladderDone + 1 }
    this.place(this.marketOf(guard.tokenMint), guard)
  }

  /** Those whose time is over. */
  due(now: Date): Guard[] {
    if (now.getTime() < this.earliest) return []
    const due: Guard[] = []
    this.earliest = Infinity
    for (const [id, at] of this.timed) {
      this.earliest = Math.min(this.earliest, at.getTime())
      if (at <= now) due.push(this.guards.get(id)!)
    }
    return due
  }

  /** Works out the peaks that new highs have raised since the last time. */
  async settlePeaks(): Promise<void> {
    await inSlices(this.unsettled(), ([market, guard]) => {
      this.catchUp(guard)
      guard.since = market.highs.now()
    })
  }

  /**
   * What was reached and must outlive this process, `limit` positions of it. `putBack` gives back what could
   * not be stored, also of those that were dropped meanwhile.
   */
  takeReached(now: Date, limit: number): { states: ReachedState[]; putBack: () => void } {
    const taken: Guard[] = []
    for (const guard of this.reached.values()) {
      if (taken.length === limit) break
      taken.push(guard)
      this.reached.delete(guard.id)
    }
    const putBack = () => {
      for (const guard of taken)
        if (!this.reached.has(guard.id)) this.reached.set(guard.id, this.guards.get(guard.id) ?? guard)
    }
    return { states: taken.map((guard) => reachedBy(guard, now)), putBack }
  }

  private *unsettled(): Iterable<[GuardedMarket, Guard]> {
    for (const market of this.markets.values()) {
      if (market.highs.since(0) === null) continue
      const moment = market.highs.now()
      for (const guard of market.trailing.values()) yield [market, guard]
      market.highs.forget(moment)
    }
  }

  private marketOf(mint: string): GuardedMarket {
    const known = this.markets.get(mint)
    if (known) return known
    const market = newGuardedMarket()
    this.markets.set(mint, market)
    return market
  }

  /** What another worker has stored of the same plan holds here too. */
  private learn(known: Guard, row: GuardedPosition): void {
    const more = learned(known, row)
    if (!more) return
    Object.assign(known, more)
    const market = this.marketOf(known.tokenMint)
    noteTrailing(market, known)
    this.place(market, known)
  }

  /**
   * Indexes some of what is not. What is indexed with an earlier pool is named in time until selling costs
   * twice as much; where it might, all are done at once.
   */
  private placeSome(market: GuardedMarket, room: number): void {
    const late = market.outdated && market.latest && costsTwice(market.latest.pool, market.outdated)
    let left = late ? Infinity : room
    for (const id of market.unindexed) {
      if (left === 0) return
      left -= 1
      this.place(market, market.guards.get(id)!)
    }
    market.outdated = null
  }

  private place(market: GuardedMarket, guard: Guard): void {
    if (!market.latest) {
      market.unindexed.add(guard.id)
      return
    }
    market.unindexed.delete(guard.id)
    this.catchUp(guard)
    this.setTrigger(market, guard, market.latest)
  }

  private setTrigger(market: GuardedMarket, guard: Guard, tick: JudgeableTick): void {
    market.indexed = market.indexed ? deeperOf(market.indexed, tick.pool) : tick.pool
    const trigger = triggerOf(guard, tick)
    if (isSound(trigger)) {
      this.unsound.delete(guard.id)
      this.index.set(trigger)
    } else {
      this.index.set(atEveryPrice(trigger))
      if (!this.unsound.has(guard.id)) this.onUnsound(guard)
      this.unsound.add(guard.id)
    }
  }

  private bestFor(guard: Guard): JudgeableTick | null {
    return this.markets.get(guard.tokenMint)?.highs.since(guard.since) ?? null
  }

  private catchUp(guard: Guard): void {
    this.restate(guard, this.markets.get(guard.tokenMint)?.latest)
    const best = this.bestFor(guard)
    if (best && !isFarBelowPeak(guard, best)) this.keep(guard, raisedTo(guard, best))
  }

  private keep(guard: Guard, state: ExitState): void {
    if (state.peak === guard.state.peak && state.breakEvenArmed === guard.state.breakEvenArmed) return
    const market = this.marketOf(guard.tokenMint)
    // What was reached before it began to trail is not its peak.
    if (guard.state.peak === null && state.peak !== null) guard.since = market.highs.now()
    if (state.peak !== guard.state.peak) guard.peakAmountRaw = guard.amountRaw
    guard.state = state
    this.reached.set(guard.id, guard)
    noteTrailing(market, guard)
  }

  /** A lot was added since its peak was measured: that is no fall of the price. */
  private restate(guard: Guard, tick: JudgeableTick | null | undefined): void {
    // Nearly always: it was measured for what is held.
    if (!guard.peakAmountRaw || guard.peakAmountRaw >= guard.amountRaw) return
    const comparable = tick && restated(guard, tick)
    if (!comparable) return
    Object.assign(guard, comparable)
    this.reached.set(guard.id, guard)
  }

  private noteTime({ id, timeStopAt }: Guard): void {
    if (!timeStopAt) return void this.timed.delete(id)
    this.timed.set(id, timeStopAt)
    this.earliest = Math.min(this.earliest, timeStopAt.getTime())
  }
}
