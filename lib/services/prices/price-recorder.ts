import { mergeCandles, type MinuteCandle } from '@/lib/db/candle-repository'
import type { Database } from '@/lib/db/client'
import { insertPrices, type NewPrice } from '@/lib/db/price-repository'
import { decimalString, ZERO, type Decimal } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { liquidityRaw, tradedQuote } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { minuteOf, withPrice, type OpenCandle } from '@/lib/domain/tokens/candle-builder'
import type { Logger } from '@/lib/observability/logger'
import type { PriceFeed, PriceTick } from './price-feed'
import { priceText } from './price-text'
import { startLoop, type Loop } from './repeat'

export type PriceRecorderDeps = { feed: PriceFeed; db: Database; now: () => Date; logger: Logger }

const OWN_CANDLES = 'jarvis'

const PRICES_MS = 1_000
const CANDLES_MS = 2_000
/** While the database is away, bars are kept this long; prices are not kept, candles are what charts need. */
const KEEP_BARS_MINUTES = 30

const usd = (amount: Decimal): string => decimalString(amount.toDecimalPlaces(6))

const barOf = (mint: string, bar: OpenCandle): MinuteCandle => ({
  mint,
  time: bar.time,
  open: priceText(bar.open),
  high: priceText(bar.high),
  low: priceText(bar.low),
  close: priceText(bar.close),
  volumeUsd: usd(bar.volumeUsd),
})

const rowOf = ({ mint, priceUsd, pool, quoteUsd, slot, source, at }: PriceTick): NewPrice => ({
  time: at,
  tokenMint: mint,
  priceUsd: priceText(priceUsd),
  liquidityUsd: pool ? usd(toUi(liquidityRaw(pool), pool.quoteDecimals).mul(quoteUsd)) : null,
  slot,
  source,
})

/** Keeps the feed's prices: at most one row a second and mint, and one-minute bars with the volume the pool saw. */
export const createPriceRecorder = ({ feed, db, now, logger }: PriceRecorderDeps) => {
  const changed = new Map<string, PriceTick>()
  const stored = new Map<string, Decimal>()
  const pools = new Map<string, PoolSnapshot>()
  const bars = new Map<string, OpenCandle>()
  const unsaved = new Map<string, MinuteCandle>()
  let loops: Loop[] = []
  let unsubscribe = (): void => {}

  const volumeOf = ({ mint, pool, quoteUsd }: PriceTick): Decimal => {
    const before = pools.get(mint)
    if (!pool) return ZERO
    pools.set(mint, pool)
    if (before?.address !== pool.address) return ZERO
    return toUi(tradedQuote(before, pool), pool.quoteDecimals).mul(quoteUsd)
  }

  const onTick = (tick: PriceTick): void => {
    if (!stored.get(tick.mint)?.eq(tick.priceUsd)) changed.set(tick.mint, tick)
    const bar = withPrice(bars.get(tick.mint), tick.priceUsd, tick.at, volumeOf(tick))
    bars.set(tick.mint, bar)
    unsaved.set(`${tick.mint}:${bar.time}`, barOf(tick.mint, bar))
  }

  const savePrices = async (): Promise<void> => {
    if (changed.size === 0) return
    const ticks = [...changed.values()]
    changed.clear()
    for (const { mint, priceUsd } of ticks) stored.set(mint, priceUsd)
    await insertPrices(db, ticks.map(rowOf))
  }

  const saveCandles = async (): Promise<void> => {
    if (unsaved.size === 0) return
    const saving = new Map(unsaved)
    unsaved.clear()
    try {
      await mergeCandles(db, [...saving.values()], OWN_CANDLES)
    } catch (error) {
      const oldest = minuteOf(now()) - KEEP_BARS_MINUTES * 60
      for (const [key, bar] of saving) if (!unsaved.has(key) && bar.time >= oldest) unsaved.set(key, bar)
      throw error
    }
  }

  return {
    start: (): void => {
      unsubscribe = feed.onTick(onTick)
      loops = [
        startLoop(savePrices, PRICES_MS, { logger, name: 'store prices' }),
        startLoop(saveCandles, CANDLES_MS, { logger, name: 'store candles' }),
      ]
    },
    /** Stores what is not yet stored. */
    stop: async (): Promise<void> => {
      unsubscribe()
      await Promise.all(loops.map((loop) => loop.stop()))
      await savePrices()
        .then(saveCandles)
        .catch((error: unknown) => {
          logger.warn({ err: error }, 'The last prices could not be stored')
        })
    },
  }
}
