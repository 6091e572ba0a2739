import type { WaitingOrder } from '@/lib/db/limit-order-repository'
import { decimal, type Decimal } from '@/lib/domain/money/decimal'
import { LimitBook } from '@/lib/domain/orders/limit-book'
import { executableBuyPrice } from '@/lib/domain/orders/limit-price'
import { errorMessage } from '@/lib/errors'
import { canJudge, isFresh, type JudgeableTick } from '../exits/judgeable-tick'
import type { PriceFeed, PriceTick } from '../prices/price-tick'

export type LimitMonitorDeps = {
  feed: Pick<PriceFeed, 'watch' | 'unwatch' | 'latest' | 'onTick' | 'confirmedAt'>
  loadWaiting: () => Promise<WaitingOrder[]>
  trigger: (orderId: string, because: string) => Promise<unknown>
  expire: (orderId: string) => Promise<unknown>
  logger: { error(fields: object, message: string): void }
  now: () => Date
}

type Waiting = WaitingOrder & { limit: Decimal }

/**
 * Watches every waiting limit entry: on each price tick those whose limit the spot price has reached, and all
 * of them on each sweep. They are read from the database at each sweep, so a restart, another worker or a lost
 * message costs at most one sweep. Triggering is idempotent: the order's row decides.
 */
export class LimitMonitor {
  private readonly book = new LimitBook()
  private readonly waiting = new Map<string, Waiting>()
  private readonly busy = new Set<string>()
  private readonly watching = new Set<string>()
  private stopTicks = () => {}

  constructor(private readonly deps: LimitMonitorDeps) {}

  start(): void {
    this.stopTicks = this.deps.feed.onTick((tick) => this.onTick(tick))
  }

  stop(): void {
    this.stopTicks()
  }

  async sweep(): Promise<void> {
    this.takeOver(await this.deps.loadWaiting())
    this.watchMints()
    for (const order of this.waiting.values()) this.check(order)
  }

  private takeOver(rows: readonly WaitingOrder[]): void {
    const ids = new Set(rows.map((row) => row.id))
    for (const id of this.waiting.keys())
      if (!ids.has(id)) {
        this.waiting.delete(id)
        this.book.delete(id)
      }
    for (const row of rows) {
      const limit = decimal(row.limitPriceUsd)
      if (!this.waiting.has(row.id))
        this.book.set({ orderId: row.id, mint: row.tokenMint, limitPriceUsd: limit })
      this.waiting.set(row.id, { ...row, limit })
    }
  }

  /** Nothing waits for it: finding a new token's pool must not hold up the others. */
  private watchMints(): void {
    const wanted = new Set(this.book.mints())
    const added = [...wanted].filter((mint) => !this.watching.has(mint))
    const removed = [...this.watching].filter((mint) => !wanted.has(mint))
    for (const mint of added) this.watching.add(mint)
    for (const mint of removed) this.watching.delete(mint)
    if (added.length > 0)
      this.deps.feed.watch(added).catch((error: unknown) => {
        for (const mint of added) this.watching.delete(mint)
        this.deps.logger.error({ mints: added, error: errorMessage(error) }, 'not watched; tried again')
      })
    // The worst of a failure is a token watched a little longer.
    if (removed.length > 0) this.deps.feed.unwatch(removed).catch(() => {})
  }

  private check(order: Waiting): void {
    if (this.deps.now() >= order.expiresAt) return this.act(order.id, () => this.deps.expire(order.id))
    const tick = this.deps.feed.latest(order.tokenMint)
    if (tick && canJudge(tick) && isFresh(this.deps.feed.confirmedAt(order.tokenMint), this.deps.now()))
      this.consider(order, tick)
  }

  private onTick(tick: PriceTick): void {
    if (!canJudge(tick)) return
    for (const id of this.book.candidates(tick.mint, tick.priceUsd)) {
      const order = this.waiting.get(id)
      if (order) this.consider(order, tick)
    }
  }

  private consider(order: Waiting, tick: JudgeableTick): void {
    if (order.notBefore && this.deps.now() < order.notBefore) return
    const price = executableBuyPrice(tick.pool, tick.quoteUsd, order.inputRaw)
    if (!price || price.gt(order.limit)) return
    const because = `A token now costs ${price.toSignificantDigits(6).toFixed()}, fee and impact included: not above the limit of ${order.limitPriceUsd}.`
    this.act(order.id, () => this.deps.trigger(order.id, because))
  }

  private act(orderId: string, work: () => Promise<unknown>): void {
    if (this.busy.has(orderId)) return
    this.busy.add(orderId)
    work()
      .catch((error: unknown) =>
        this.deps.logger.error({ orderId, error: errorMessage(error) }, 'limit entry not moved; tried again'),
      )
      .finally(() => this.busy.delete(orderId))
  }
}
