import type { GuardedPosition, ReachedState } from '@/lib/db/position-repository'
import type { Evaluation } from '@/lib/domain/exits/evaluate-exit'
import type { ExitState } from '@/lib/domain/exits/exit-plan'
import { atEveryPrice, isSound, TriggerIndex } from '@/lib/domain/exits/trigger-index'
import type { Decimal } from '@/lib/domain/money/decimal'
import { type GuardedMarket, highsOf, newGuardedMarket } from './guarded-market'
import { inSlices } from './in-slices'
import { type Guard, guardOf, isFarBelowPeak, judge, raisedTo, triggerOf } from './judge-position'
import type { JudgeableTick } from './judgeable-tick'
import { learned, restated, sameRow, tighter } from './known-guard'
import { costsMore, costsTwice, deeperOf, indexedWith } from './pool-cost'
import { PriceBoard } from './price-board'
import { ReachedStates } from './reached-states'
import { SeenPrice } from './seen-price'
import { TimeStops } from './time-stops'

/**
 * Every guarded position with what its plan has come to. A price that concerns nobody costs O(log n):
 * peaks of trailing stops are kept for the market as a whole and worked out for a position when it is named,
 * or when they are settled to be stored. Whatever takes long is done in turns, and is right after each.
 */
export class GuardBook {
  private readonly index = new TriggerIndex<Guard>()
  private readonly guards = new Map<string, Guard>()
  private readonly markets = new Map<string, GuardedMarket>()
  private readonly board = new PriceBoard()
  private readonly timeStops = new TimeStops()
  private readonly reached = new ReachedStates()
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
    const guard = guardOf(row)
    if (known) {
      this.catchUp(known)
      known.gone = true
    }
    guard.reading = reading
    const before = known ?? this.reached.get(row.id)
    if (before) Object.assign(guard, tighter(before, guard))
    const market = this.marketOf(row.tokenMint)
    // What was reached before it was here is not this position's peak.
    guard.since = this.moment(market)
    this.guards.set(row.id, guard)
    this.reached.replace(guard)
    market.guards.set(row.id, guard)
    market.trailing.note(guard)
    this.timeStops.note(guard)
    this.place(market, guard)
  }

  drop(id: string): void {
    const guard = this.guards.get(id)
    if (!guard) return
    this.catchUp(guard)
    guard.gone = true
    this.guards.delete(id)
    this.timeStops.delete(id)
    this.index.delete(id)
    this.unsound.delete(id)
    const market = this.markets.get(guard.tokenMint)!
    market.guards.delete(id)
    market.trailing.delete(id)
    market.unindexed.delete(id)
    if (market.guards.size > 0) return
    this.markets.delete(guard.tokenMint)
    this.board.close(guard.tokenMint)
  }

  /** Takes a price over; returns the positions to be judged at it. At most `room` are newly indexed: see `placing`. */
  accept(tick: JudgeableTick, room = Infinity): readonly Guard[] {
    const number = this.board.numberOf(tick.mint)
    if (number === undefined) return []
    const price = new SeenPrice(tick)
    if (!this.board.put(number, price)) this.takeIn(this.markets.get(tick.mint)!, price, room)
    return this.index.tick(tick.mint, price.spot)
  }

  /** The market's price, to be accepted again soon, while not all of its positions are indexed as they should be. */
  placing(mint: string): JudgeableTick | null {
    const market = this.markets.get(mint)
    return market && market.unindexed.size > 0 ? (this.latest(market)?.tick ?? null) : null
  }

  /** Judges a position, and keeps what its plan has come to. null: nothing fires and nothing changes, or it is no longer here. */
  judge(guard: Guard, tick: JudgeableTick, now: Date): (Evaluation & { price: Decimal }) | null {
    const market = this.markets.get(guard.tokenMint)
    if (!market || guard.gone) return null
    const latest = this.latest(market)
    const price = latest?.tick === tick ? latest : new SeenPrice(tick)
    this.restate(guard, tick)
    const evaluation = judge(guard, price, highsOf(market, this.board).since(guard.since), now)
    if (!evaluation) return null
    this.keep(guard, evaluation.state)
    if (evaluation.moved) this.setTrigger(market, guard, price)
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
    return this.timeStops.due(now).map((id) => this.guards.get(id)!)
  }

  /** Works out the peaks that new highs have raised since the last time. */
  async settlePeaks(): Promise<void> {
    await inSlices(this.unsettled(), ([market, guard]) => {
      this.catchUp(guard)
      guard.since = this.moment(market)
    })
  }

  /** What was reached and must outlive this process: see `ReachedStates.take`. */
  takeReached(now: Date, limit: number): { states: ReachedState[]; putBack: () => void } {
    return this.reached.take(now, limit, this.guards)
  }

  private *unsettled(): Iterable<[GuardedMarket, Guard]> {
    for (const market of this.markets.values()) {
      const highs = highsOf(market, this.board)
      const best = highs.since(0)
      if (best === null) continue
      const moment = this.moment(market)
      for (const guard of market.trailing.reachedBy(best.spot)) yield [market, guard]
      // All others' peaks are above what is forgotten.
      highs.forget(moment)
    }
  }

  private marketOf(mint: string): GuardedMarket {
    const known = this.markets.get(mint)
    if (known) return known
    const market = newGuardedMarket(this.board.open(mint))
    this.markets.set(mint, market)
    return market
  }

  private latest({ number }: GuardedMarket): SeenPrice | null {
    return this.board.latest(number)
  }

  /** From here on: the next price is a high to whoever begins to look now. */
  private moment(market: GuardedMarket): number {
    const highs = highsOf(market, this.board)
    this.board.disturb(market.number)
    return highs.now()
  }

  /** What may be a new high, or a pool that may cost more than positions were indexed with. */
  private takeIn(market: GuardedMarket, price: SeenPrice, room: number): void {
    const { unindexed, guards, number } = market
    const highs = highsOf(market, this.board)
    this.board.disturb(number)
    highs.note(price)
    if (market.indexed && costsMore(price, market.indexed)) {
      const { pool } = market.indexed
      // Some may have been indexed since with a deeper pool than those that wait from before.
      market.outdated = market.outdated ? deeperOf(market.outdated, pool) : pool
      market.indexed = indexedWith(price.tick.pool)
      for (const id of guards.keys()) unindexed.add(id)
    }
    this.placeSome(market, price, room)
    if (unindexed.size === 0 && market.indexed) this.board.calm(number, highs.top, market.indexed)
  }

  /** What another worker has stored of the same plan holds here too. */
  private learn(known: Guard, row: GuardedPosition): void {
    const more = learned(known, row)
    if (!more) return
    Object.assign(known, more)
    const market = this.marketOf(known.tokenMint)
    market.trailing.note(known)
    this.place(market, known)
  }

  /**
   * Indexes some of what is not. What is indexed with an earlier pool is named in time until selling costs
   * twice as much; where it might, all are done at once.
   */
  private placeSome(market: GuardedMarket, price: SeenPrice, room: number): void {
    const late = market.outdated && costsTwice(price, market.outdated)
    let left = late ? Infinity : room
    for (const id of market.unindexed) {
      if (left === 0) return
      left -= 1
      this.place(market, market.guards.get(id)!)
    }
    market.outdated = null
  }

  private place(market: GuardedMarket, guard: Guard): void {
    const price = this.latest(market)
    if (!price) {
      market.unindexed.add(guard.id)
      return
    }
    market.unindexed.delete(guard.id)
    this.catchUp(guard)
    this.setTrigger(market, guard, price)
  }

  private setTrigger(market: GuardedMarket, guard: Guard, price: SeenPrice): void {
    const { pool } = price.tick
    const deepest = market.indexed ? deeperOf(market.indexed.pool, pool) : pool
    if (deepest !== market.indexed?.pool) {
      market.indexed = indexedWith(deepest)
      this.board.disturb(market.number)
    }
    const trigger = triggerOf(guard, price)
    if (isSound(trigger)) {
      if (this.unsound.size > 0) this.unsound.delete(guard.id)
      this.index.set(trigger, guard)
    } else {
      this.index.set(atEveryPrice(trigger), guard)
      if (!this.unsound.has(guard.id)) this.onUnsound(guard)
      this.unsound.add(guard.id)
    }
  }

  private catchUp(guard: Guard): void {
    const market = this.markets.get(guard.tokenMint)
    if (!market) return
    this.restate(guard, this.latest(market)?.tick)
    const best = highsOf(market, this.board).since(guard.since)
    if (best && !isFarBelowPeak(guard, best)) this.keep(guard, raisedTo(guard, best))
  }

  private keep(guard: Guard, state: ExitState): void {
    if (state.peak === guard.state.peak && state.breakEvenArmed === guard.state.breakEvenArmed) return
    const market = this.marketOf(guard.tokenMint)
    // What was reached before it began to trail is not its peak.
    if (guard.state.peak === null && state.peak !== null) guard.since = this.moment(market)
    if (state.peak !== guard.state.peak) guard.peakAmountRaw = guard.amountRaw
    guard.state = state
    this.reached.add(guard)
    market.trailing.note(guard)
  }

  /** A lot was added since its peak was measured: that is no fall of the price. */
  private restate(guard: Guard, tick: JudgeableTick | null | undefined): void {
    // Nearly always: it was measured for what is held.
    if (!guard.peakAmountRaw || guard.peakAmountRaw >= guard.amountRaw) return
    const comparable = tick && restated(guard, tick)
    if (!comparable) return
    Object.assign(guard, comparable)
    this.reached.add(guard)
    this.markets.get(guard.tokenMint)?.trailing.note(guard)
  }
}
