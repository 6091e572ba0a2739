import type { ReachedState } from '@/lib/db/position-repository'
import type { Firing, LadderPart, RuleReason } from '@/lib/domain/exits/evaluate-exit'
import type { Decimal } from '@/lib/domain/money/decimal'
import { errorMessage } from '@/lib/errors'
import type { PriceFeed, PriceTick } from '../prices/price-tick'
import { GuardBook } from './guard-book'
import { beginTurn, inSlices } from './in-slices'
import { because, type Guard } from './judge-position'
import { canJudge, isFresh, type JudgeableTick } from './judgeable-tick'
import { type Holder, PositionReader, type PositionReaderDeps } from './position-reader'
import { PriceDoubt } from './price-doubt'
import { WatchedMints } from './watched-mints'

export type RuleExit = {
  positionId: string
  userId: number
  reason: RuleReason
  because: string
  /** null: all that is left. */
  part: LadderPart | null
}

export type ExitMonitorDeps = Omit<PositionReaderDeps, 'onUnreadable'> & {
  feed: Pick<PriceFeed, 'watch' | 'unwatch' | 'latest' | 'onTick' | 'confirmedAt' | 'readAgain'>
  saveStates: (states: readonly ReachedState[]) => Promise<void>
  /** null: the arbiter did not begin it, because something else has the position or nothing is left to sell. */
  triggerExit: (exit: RuleExit) => Promise<{ orderId: string } | null>
  /** Two nodes told different prices: nothing was sold on the one that stood alone. */
  onDifference: (mint: string, holders: readonly Guard[], told: Decimal, second: Decimal) => void
  /** A position that cannot be watched as others are: it is judged at every price, or its row makes no sense and nothing is. */
  onOdd: (holder: Holder, watched: boolean) => void
  /** No fresh price of a held token for long; `fresh` when it is over. */
  onStale: (mint: string, holders: readonly Guard[], fresh: boolean) => void
  logger: { info(fields: object, message: string): void; error(fields: object, message: string): void }
}

const SAVE_MS = 1_000
const STALE_MS = 15_000
/** Peaks stored in one statement, and statements before newer peaks are worked out. */
const SAVED_AT_ONCE = 1_000
const STATEMENTS = 20
/** Positions indexed before the clock is looked at again. */
const PLACED_A_STEP = 64

/**
 * Watches every open position: on each price tick those the trigger index names, and every market on each
 * sweep. What changed is read from the database at each sweep, so a restart, another worker or a lost
 * message costs at most one sweep. Firing is idempotent: the position's row decides. Only prices that a
 * second node confirms fire anything or move a stop by a leap.
 */
export class ExitMonitor {
  private readonly book: GuardBook
  private readonly reader: PositionReader
  private readonly doubt: PriceDoubt
  private readonly watched: WatchedMints
  private readonly firing = new Set<string>()
  private readonly unjudged = new Set<string>()
  private readonly suspected = new Set<string>()
  private readonly staleSince = new Map<string, { at: number; told: boolean }>()
  private readonly placing = new Set<string>()
  private lastSave = 0
  private saving: Promise<void> | null = null
  private stopTicks = () => {}

  constructor(private readonly deps: ExitMonitorDeps) {
    this.book = new GuardBook((guard) => this.tellOdd(guard))
    this.reader = new PositionReader(
      { ...deps, onUnreadable: (row, error) => this.tellOdd(row, error) },
      this.book,
    )
    this.watched = new WatchedMints(deps.feed, deps.logger)
    this.doubt = new PriceDoubt({
      feed: deps.feed,
      now: deps.now,
      onDifference: (mint, told, second) => deps.onDifference(mint, [...this.book.of(mint)], told, second),
    })
  }

  start(): void {
    this.stopTicks = this.deps.feed.onTick((tick) => this.onTick(tick))
  }

  /** What plans have come to is stored before this resolves. */
  async stop(): Promise<void> {
    this.stopTicks()
    this.placing.clear()
    await this.saving
    await this.save(Infinity)
  }

  /** Takes over what changed in the database, then judges every market at its latest price. */
  async sweep(): Promise<void> {
    await this.reader.read()
    for (const id of this.unjudged) if (!this.book.get(id)) this.unjudged.delete(id)
    const held = new Set(this.book.mints())
    this.watched.set([...held], (mint) => this.checkMarket(mint))
    for (const mint of this.staleSince.keys()) if (!held.has(mint)) this.staleSince.delete(mint)
    await inSlices(held, (mint) => this.checkMarket(mint))
    for (const guard of this.book.due(this.deps.now())) this.checkTime(guard)
    this.saveBeside()
  }

  /** Storing may take longer than a new position may wait for the next sweep to be guarded. */
  private saveBeside(): void {
    const now = this.deps.now().getTime()
    if (this.saving || now - this.lastSave < SAVE_MS) return
    this.lastSave = now
    this.saving = this.save(STATEMENTS)
      .catch((error: unknown) => this.notSaved(error))
      .finally(() => (this.saving = null))
  }

  private async save(statements: number): Promise<void> {
    await this.book.settlePeaks()
    for (let count = 0; count < statements; count += 1) {
      const { states, putBack } = this.book.takeReached(this.deps.now(), SAVED_AT_ONCE)
      if (states.length === 0) return
      try {
        await this.deps.saveStates(states)
      } catch (error) {
        putBack()
        return this.notSaved(error)
      }
    }
  }

  private tellOdd(holder: Holder, error: unknown = null): void {
    const { id: positionId } = holder
    if (error === null)
      this.deps.logger.error({ positionId }, 'levels that are no prices; judged at every price')
    else
      this.deps.logger.error(
        { positionId, error: errorMessage(error) },
        'a position whose row cannot be guarded',
      )
    this.deps.onOdd(holder, error === null)
  }

  private notSaved(error: unknown): void {
    this.deps.logger.error({ error: errorMessage(error) }, 'peaks not stored; tried again')
  }

  private checkMarket(mint: string): void {
    const tick = this.deps.feed.latest(mint)
    const fresh = tick !== undefined && canJudge(tick) && this.isFresh(mint)
    this.noteFreshness(mint, fresh)
    if (fresh) this.onTick(tick)
  }

  private noteFreshness(mint: string, fresh: boolean): void {
    const now = this.deps.now().getTime()
    const stale = this.staleSince.get(mint)
    if (fresh) {
      this.staleSince.delete(mint)
      if (stale?.told) this.deps.onStale(mint, [...this.book.of(mint)], true)
    } else if (!stale) this.staleSince.set(mint, { at: now, told: false })
    else if (!stale.told && now - stale.at >= STALE_MS) {
      stale.told = true
      this.deps.onStale(mint, [...this.book.of(mint)], false)
    }
  }

  private onTick(tick: PriceTick): void {
    if (!canJudge(tick)) return
    if (this.doubt.isPlausible(tick)) this.accept(tick, false)
    else void this.settle(tick)
  }

  private accept(tick: JudgeableTick, confirmed: boolean): void {
    this.doubt.believe(tick)
    // Where others wait already, thousands of tokens may be priced in one turn.
    const room = this.placing.size === 0 ? PLACED_A_STEP : 0
    for (const guard of this.book.accept(tick, room)) this.consider(guard, tick, confirmed)
    if (!this.book.placing(tick.mint)) return
    if (this.placing.size === 0) setImmediate(() => this.placeTurn())
    this.placing.add(tick.mint)
  }

  /** Indexes more positions of the markets that are not done, one after the other; what is placed is judged. */
  private placeTurn(): void {
    const isOver = beginTurn()
    for (const mint of this.placing) {
      this.placing.delete(mint)
      if (this.placeNext(mint)) this.placing.add(mint)
      if (isOver()) break
    }
    if (this.placing.size > 0) setImmediate(() => this.placeTurn())
  }

  private placeNext(mint: string): boolean {
    const tick = this.book.placing(mint)
    try {
      if (tick) for (const guard of this.book.accept(tick, PLACED_A_STEP)) this.consider(guard, tick, false)
      return tick !== null
    } catch (error) {
      this.deps.logger.error({ mint, error: errorMessage(error) }, 'not all indexed; the next price goes on')
      return false
    }
  }

  /** A leap is believed once another node tells of it; what that node says counts. */
  private async settle(tick: JudgeableTick): Promise<void> {
    if (this.suspected.has(tick.mint)) return
    this.suspected.add(tick.mint)
    try {
      const verdict = await this.doubt.lookAgain(tick)
      if (verdict.kind !== 'silent') this.accept(verdict.tick, true)
    } catch (error) {
      this.deps.logger.error({ mint: tick.mint, error: errorMessage(error) }, 'a price was not judged')
    } finally {
      this.suspected.delete(tick.mint)
    }
  }

  /** Time runs out whatever the price, also where there is none. */
  private checkTime(guard: Guard): void {
    const tick = this.deps.feed.latest(guard.tokenMint)
    if (tick && canJudge(tick)) return this.consider(guard, tick, false)
    if (this.firing.has(guard.id)) return
    this.firing.add(guard.id)
    const words = 'The time set for this position is over. It has no live price.'
    void this.sell(guard, { reason: 'TIME_STOP', part: null }, words)
      .catch((error: unknown) => this.notSold(guard, error))
      .finally(() => this.firing.delete(guard.id))
  }

  private consider(guard: Guard, tick: JudgeableTick, confirmed: boolean): void {
    if (this.firing.has(guard.id)) return
    const firing = this.judge(guard, tick)
    if (!firing) return
    this.firing.add(guard.id)
    void this.fire(guard, tick, confirmed || firing.reason === 'TIME_STOP').finally(() =>
      this.firing.delete(guard.id),
    )
  }

  /** What fires. One that cannot be judged must not keep others from it, and its holder hears of it once. */
  private judge(guard: Guard, tick: JudgeableTick): Firing | null {
    try {
      return this.book.judge(guard, tick, this.deps.now())?.firing ?? null
    } catch (error) {
      if (!this.unjudged.has(guard.id)) this.tellOdd(guard, error)
      this.unjudged.add(guard.id)
      return null
    }
  }

  private async fire(guard: Guard, tick: JudgeableTick, confirmed: boolean): Promise<void> {
    try {
      const sure = confirmed ? tick : await this.confirm(tick)
      const current = this.book.get(guard.id)
      if (!sure || !current) return
      const judged = this.book.judge(current, sure, this.deps.now())
      if (!judged?.firing) return
      const { firing, price } = judged
      this.deps.logger.info(
        { positionId: guard.id, reason: firing.reason, slot: sure.slot.toString() },
        'exit fired',
      )
      await this.sell(guard, firing, because(firing, price))
    } catch (error) {
      this.notSold(guard, error)
    }
  }

  private async sell(
    guard: Guard,
    { reason, part }: Pick<RuleExit, 'reason' | 'part'>,
    words: string,
  ): Promise<void> {
    const { id: positionId, userId } = guard
    const begun = await this.deps.triggerExit({ positionId, userId, reason, because: words, part })
    // Not begun: it is guarded on until its row says otherwise.
    if (!begun) return
    if (part) this.book.stepTaken(positionId)
    // The next sweep takes it up again if something of it is still to be guarded.
    else this.book.drop(positionId)
  }

  private notSold(guard: Guard, error: unknown): void {
    this.deps.logger.error(
      { positionId: guard.id, error: errorMessage(error) },
      'exit not stored; the next check fires again',
    )
  }

  private async confirm(tick: JudgeableTick): Promise<JudgeableTick | null> {
    const verdict = await this.doubt.lookAgain(tick)
    return verdict.kind === 'silent' ? null : verdict.tick
  }

  private isFresh(mint: string): boolean {
    return isFresh(this.deps.feed.confirmedAt(mint), this.deps.now())
  }
}
