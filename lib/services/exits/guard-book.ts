import type { GuardedPosition, ReachedState } from '@/lib/db/position-repository'
import type { Evaluation } from '@/lib/domain/exits/evaluate-exit'
import type { ExitState } from '@/lib/domain/exits/exit-plan'
import { TriggerIndex } from '@/lib/domain/exits/trigger-index'
import { type Decimal, decimalString, ZERO } from '@/lib/domain/money/decimal'
import { sellFee } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { type Guard, guardOf, judge, type JudgeableTick, raisedTo, triggerOf } from './judge-position'

/**
 * Whether what a sale costs may be more than its positions were indexed with: the pool is much thinner, or
 * its fee or the token's tax has changed.
 */
const costsMore = (pool: PoolSnapshot, indexed: PoolSnapshot): boolean =>
  pool.quoteReserve * 5n < indexed.quoteReserve * 4n ||
  pool.baseReserve * 5n < indexed.baseReserve * 4n ||
  sellFee(pool) !== sellFee(indexed) ||
  pool.baseTax?.bps !== indexed.baseTax?.bps ||
  pool.quoteTax?.bps !== indexed.quoteTax?.bps

type Market = {
  guards: Map<string, Guard>
  unindexed: Set<string>
  latest: JudgeableTick | null
  /** Highest since the peaks were last settled: trailing positions far from their stops are not looked at before. */
  high: JudgeableTick | null
  /** The pool as it was when its positions were indexed. */
  indexed: PoolSnapshot | null
}

/**
 * Every guarded position with what its plan has come to. A price that concerns nobody costs O(log n):
 * peaks of trailing stops are kept for the market as a whole and worked out for a position when it is named,
 * or when they are settled to be stored.
 */
export class GuardBook {
  private readonly index = new TriggerIndex()
  private readonly guards = new Map<string, Guard>()
  private readonly markets = new Map<string, Market>()
  private readonly timed = new Map<string, Date>()
  /** Whose plan has come to something that is not stored; also those that were dropped since, because a sale may be declined. */
  private readonly reached = new Map<string, Guard>()
  private taken: Guard[] = []

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

  ids(): Iterable<string> {
    return this.guards.keys()
  }

  /** Takes a position over as the database has it; what its plan has come to here is kept unless the plan changed. */
  take(row: GuardedPosition): void {
    if (!row.guarded) return this.drop(row.id)
    const known = this.guards.get(row.id)
    if (known && sameRow(known, row)) return
    if (known) this.catchUp(known)
    const guard = guardOf(row)
    const before = known ?? this.reached.get(row.id)
    if (before) guard.state = tighter(before, guard)
    const market = this.marketOf(row.tokenMint)
    // What was reached before it was here is not this position's peak.
    this.settlePeaks(market)
    this.guards.set(row.id, guard)
    if (this.reached.has(row.id)) this.reached.set(row.id, guard)
    market.guards.set(row.id, guard)
    if (row.timeStopAt) this.timed.set(row.id, row.timeStopAt)
    else this.timed.delete(row.id)
    this.place(market, guard)
  }

  drop(id: string): void {
    const guard = this.guards.get(id)
    if (!guard) return
    this.catchUp(guard)
    this.guards.delete(id)
    this.timed.delete(id)
    this.index.delete(id)
    const market = this.markets.get(guard.tokenMint)!
    market.guards.delete(id)
    market.unindexed.delete(id)
    if (market.guards.size === 0) this.markets.delete(guard.tokenMint)
  }

  /** Takes a price over; returns the positions to be judged at it. */
  accept(tick: JudgeableTick): Guard[] {
    const market = this.markets.get(tick.mint)
    if (!market) return []
    market.latest = tick
    if (!market.high || tick.priceUsd.gt(market.high.priceUsd)) market.high = tick
    if (market.indexed && costsMore(tick.pool, market.indexed)) {
      market.indexed = tick.pool
      for (const id of market.guards.keys()) market.unindexed.add(id)
    }
    for (const id of market.unindexed) this.place(market, market.guards.get(id)!)
    return this.index.tick(tick.mint, tick.priceUsd.toNumber()).map((id) => this.guards.get(id)!)
  }

  /** Judges a position, and keeps what its plan has come to. null: nothing fires and nothing changes. */
  judge(guard: Guard, tick: JudgeableTick, now: Date): (Evaluation & { price: Decimal }) | null {
    const best = this.markets.get(guard.tokenMint)?.high ?? null
    const evaluation = judge(guard, tick, best, now)
    if (!evaluation) return null
    this.keep(guard, evaluation.state)
    if (evaluation.moved) this.index.set(triggerOf(guard, tick))
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
    const due: Guard[] = []
    for (const [id, at] of this.timed) if (at <= now) due.push(this.guards.get(id)!)
    return due
  }

  /** What was reached since the last call and must outlive this process. Given back by `putBack` when it could not be stored. */
  takeReached(now: Date): ReachedState[] {
    for (const market of this.markets.values()) this.settlePeaks(market)
    this.taken = [...this.reached.values()]
    this.reached.clear()
    return this.taken.map((guard) => reachedBy(guard, now))
  }

  /** What was taken last is still to be stored, also of those that were dropped meanwhile. */
  putBack(): void {
    for (const guard of this.taken)
      if (!this.reached.has(guard.id)) this.reached.set(guard.id, this.guards.get(guard.id) ?? guard)
  }

  private marketOf(mint: string): Market {
    const known = this.markets.get(mint)
    if (known) return known
    const market: Market = {
      guards: new Map(),
      unindexed: new Set(),
      latest: null,
      high: null,
      indexed: null,
    }
    this.markets.set(mint, market)
    return market
  }

  private place(market: Market, guard: Guard): void {
    if (!market.latest) {
      market.unindexed.add(guard.id)
      return
    }
    market.unindexed.delete(guard.id)
    market.indexed ??= market.latest.pool
    this.catchUp(guard)
    this.index.set(triggerOf(guard, market.latest))
  }

  private catchUp(guard: Guard): void {
    const high = this.markets.get(guard.tokenMint)?.high
    if (high) this.keep(guard, raisedTo(guard, high))
  }

  private keep(guard: Guard, state: ExitState): void {
    if (state.peak === guard.state.peak && state.breakEvenArmed === guard.state.breakEvenArmed) return
    guard.state = state
    this.reached.set(guard.id, guard)
  }

  private settlePeaks(market: Market): void {
    if (!market.high) return
    for (const guard of market.guards.values()) this.catchUp(guard)
    market.high = null
  }
}

const reachedBy = (guard: Guard, now: Date): ReachedState => ({
  id: guard.id,
  trailingStopPct: guard.trailingStopPct,
  peak: guard.state.peak === null ? null : decimalString(guard.state.peak),
  evened: guard.state.breakEvenArmed ? now : null,
})

/** What was reached here and not stored yet stays, unless the rule it belongs to was changed or begun anew. */
const tighter = (known: Guard, fresh: Guard): Guard['state'] => {
  const trails = known.trailingStopPct === fresh.trailingStopPct || fresh.state.peak !== null
  const higher = trails && known.state.peak?.gt(fresh.state.peak ?? ZERO)
  const armed = known.breakEvenAtPct === fresh.breakEvenAtPct && known.state.breakEvenArmed
  return {
    ...fresh.state,
    peak: higher ? known.state.peak : fresh.state.peak,
    breakEvenArmed: armed || fresh.state.breakEvenArmed,
  }
}

const sameRow = (guard: Guard, row: GuardedPosition): boolean =>
  guard.status === row.status &&
  guard.trailingStopPct === row.trailingStopPct &&
  guard.trailingActivationPct === row.trailingActivationPct &&
  guard.breakEvenAtPct === row.breakEvenAtPct &&
  guard.amountRaw === row.amountRaw &&
  guard.boughtRaw === row.boughtRaw &&
  guard.exitSeq === row.exitSeq &&
  guard.takeProfitPct === row.takeProfitPct &&
  guard.stopLossPct === row.stopLossPct &&
  guard.entryPriceUsd === row.entryPriceUsd &&
  guard.feesUsd === row.feesUsd &&
  guard.ladderDone === row.ladderDone &&
  JSON.stringify(guard.ladder) === JSON.stringify(row.ladder) &&
  guard.timeStopAt?.getTime() === row.timeStopAt?.getTime()
