import type { GuardedPosition } from '@/lib/db/position-repository'
import { TriggerIndex } from '@/lib/domain/exits/trigger-index'
import { errorMessage } from '@/lib/errors'
import type { PriceFeed, PriceTick } from '../prices/price-feed'
import {
  canJudge,
  type Guard,
  guardOf,
  isFresh,
  judge,
  type JudgeableTick,
  triggerOf,
} from './judge-position'

export type ExitMonitorDeps = {
  feed: Pick<PriceFeed, 'watch' | 'unwatch' | 'latest' | 'onTick' | 'confirmedAt'>
  loadOpenPositions: () => Promise<GuardedPosition[]>
  triggerExit: (input: {
    positionId: string
    userId: number
    reason: 'TAKE_PROFIT' | 'STOP_LOSS'
    because: string
  }) => Promise<unknown>
  logger: { info(fields: object, message: string): void; error(fields: object, message: string): void }
  now: () => Date
}

/**
 * Watches every open position: on each price tick those the trigger index names, and all of them on
 * each sweep. Positions are read from the database at each sweep, so a restart, another worker or a
 * lost message costs at most one sweep. Firing is idempotent: the position's row decides.
 */
export class ExitMonitor {
  private readonly index = new TriggerIndex()
  private readonly guards = new Map<string, Guard>()
  private readonly firing = new Set<string>()
  private readonly watching = new Set<string>()
  private stopTicks = () => {}

  constructor(private readonly deps: ExitMonitorDeps) {}

  start(): void {
    this.stopTicks = this.deps.feed.onTick((tick) => this.onTick(tick))
  }

  stop(): void {
    this.stopTicks()
  }

  /** Takes over the positions as the database has them, then judges each one. */
  async sweep(): Promise<void> {
    this.takeOver(await this.deps.loadOpenPositions())
    this.watchNew()
    this.unwatchOld()
    for (const guard of this.guards.values()) this.check(guard)
  }

  private takeOver(open: readonly GuardedPosition[]): void {
    const ids = new Set(open.map((position) => position.id))
    for (const id of this.guards.keys())
      if (!ids.has(id)) {
        this.guards.delete(id)
        this.index.delete(id)
      }
    for (const position of open) {
      const known = this.guards.get(position.id)
      if (!known || changed(known, position)) this.guards.set(position.id, guardOf(position))
    }
  }

  /** Nothing waits for it: finding a new token's pool must not hold up the judging of the others. */
  private watchNew(): void {
    const added = [...this.mints()].filter((mint) => !this.watching.has(mint))
    if (added.length === 0) return
    for (const mint of added) this.watching.add(mint)
    this.deps.feed.watch(added).then(
      () => {
        for (const guard of this.guards.values()) if (added.includes(guard.tokenMint)) this.check(guard)
      },
      (error: unknown) => {
        for (const mint of added) this.watching.delete(mint)
        this.deps.logger.error({ mints: added, error: errorMessage(error) }, 'not watched; tried again')
      },
    )
  }

  private unwatchOld(): void {
    const wanted = this.mints()
    const removed = [...this.watching].filter((mint) => !wanted.has(mint))
    if (removed.length === 0) return
    for (const mint of removed) this.watching.delete(mint)
    this.deps.feed.unwatch(removed).catch((error: unknown) => {
      this.deps.logger.error({ mints: removed, error: errorMessage(error) }, 'still watched')
    })
  }

  private check(guard: Guard): void {
    const tick = this.deps.feed.latest(guard.tokenMint)
    if (!tick || !canJudge(tick) || !this.isFresh(guard.tokenMint)) return
    this.index.set(triggerOf(guard, tick))
    this.consider(guard, tick)
  }

  private mints(): Set<string> {
    return new Set([...this.guards.values()].map((guard) => guard.tokenMint))
  }

  private onTick(tick: PriceTick): void {
    if (!canJudge(tick)) return
    for (const id of this.index.tick(tick.mint, tick.priceUsd.toNumber())) {
      const guard = this.guards.get(id)
      if (guard) this.consider(guard, tick)
    }
  }

  private consider(guard: Guard, tick: JudgeableTick): void {
    if (this.firing.has(guard.id)) return
    const judgement = judge(guard, tick)
    if (!judgement) return
    this.firing.add(guard.id)
    this.deps.logger.info(
      { positionId: guard.id, reason: judgement.reason, slot: tick.slot.toString() },
      'exit fired',
    )
    this.deps
      .triggerExit({ positionId: guard.id, userId: guard.userId, ...judgement })
      .catch((error: unknown) =>
        this.deps.logger.error(
          { positionId: guard.id, error: errorMessage(error) },
          'exit not stored; the next check fires again',
        ),
      )
      .finally(() => this.firing.delete(guard.id))
  }

  private isFresh(mint: string): boolean {
    return isFresh(this.deps.feed.confirmedAt(mint), this.deps.now())
  }
}

const changed = (guard: Guard, row: GuardedPosition): boolean =>
  guard.amountRaw !== row.amountRaw ||
  guard.exitSeq !== row.exitSeq ||
  guard.takeProfitPct !== row.takeProfitPct ||
  guard.stopLossPct !== row.stopLossPct ||
  guard.entryPriceUsd !== row.entryPriceUsd
