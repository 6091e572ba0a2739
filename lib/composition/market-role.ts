import type { Redis } from 'ioredis'
import { dropCandlesBefore } from '@/lib/db/candle-repository'
import type { Database } from '@/lib/db/client'
import { maintainPrices } from '@/lib/db/price-repository'
import { heldMints } from '@/lib/db/token-repository'
import type { Logger } from '@/lib/observability/logger'
import type { CandleSource, PoolDirectory, TokenDirectory } from '@/lib/ports/market-data'
import type { LivePublisher } from '@/lib/services/live-publisher'
import type { PriceFeed } from '@/lib/services/prices/price-feed'
import { createPricePublisher } from '@/lib/services/prices/price-publisher'
import { createPriceRecorder } from '@/lib/services/prices/price-recorder'
import { startLoop } from '@/lib/services/prices/repeat'
import { createCandleBackfill } from '@/lib/services/tokens/candle-backfill'
import { refreshCatalogue } from '@/lib/services/tokens/refresh-catalogue'
import { requestedMints } from '@/lib/services/tokens/request-watch'
import { createWatchList } from '@/lib/services/tokens/watch-list'
import { startLaunchDuties, type LaunchSources } from './launch-duties'

export type MarketRoleDeps = {
  database: { db: Database }
  redis: Redis
  /** Started by this role or by another one; closed by the process. */
  feed: PriceFeed
  live: LivePublisher
  directory: TokenDirectory
  pools: PoolDirectory
  candleSource: CandleSource
  /** null without a key of bags.fm. */
  launches: LaunchSources | null
  now: () => Date
  logger: Logger
}

const CATALOGUE_MS = 60_000
const WATCH_MS = 2_000
/** GeckoTerminal allows 30 calls a minute without a key; the rest is for looking up pools. */
const HISTORY_MS = 2_500
const UPKEEP_MS = 6 * 3_600_000
const KEEP_PRICES_DAYS = 7
const KEEP_CANDLES_DAYS = 90

/** Keeps the catalogue, its live prices and its history. Prices are on their way when this resolves. */
export const startMarketRole = async (deps: MarketRoleDeps): Promise<{ stop: () => Promise<void> }> => {
  const { redis, feed, directory, pools, candleSource, now, logger } = deps
  const { db } = deps.database
  const publisher = createPricePublisher(deps)
  const recorder = createPriceRecorder({ feed, db, now, logger })
  const backfill = createCandleBackfill({ db, pools, candles: candleSource, now, logger })
  const watchList = createWatchList(feed)
  let catalogue: string[] = []

  const upkeep = async (): Promise<void> => {
    await maintainPrices(db, now(), KEEP_PRICES_DAYS)
    await dropCandlesBefore(db, now(), KEEP_CANDLES_DAYS)
  }
  const refresh = async (): Promise<void> => {
    catalogue = await refreshCatalogue({ db, directory, now, logger })
  }
  const watch = async (): Promise<void> => {
    const requested = await requestedMints(redis, now()).catch(() => [])
    await watchList.set([...catalogue, ...(await heldMints(db)), ...requested])
    await backfill.plan(feed.watched())
  }
  const tried = async (duty: () => Promise<void>, name: string): Promise<void> =>
    duty().catch((error: unknown) =>
      logger.error({ err: error, duty: name }, 'A market duty failed; it is tried again'),
    )

  await tried(upkeep, 'upkeep')
  await feed.start()
  publisher.start()
  recorder.start()
  await tried(refresh, 'catalogue')
  await tried(watch, 'watch list')
  const loops = [
    startLoop(upkeep, UPKEEP_MS, { logger, name: 'price upkeep' }),
    startLoop(refresh, CATALOGUE_MS, { logger, name: 'catalogue' }),
    startLoop(watch, WATCH_MS, { logger, name: 'watch list' }),
    startLoop(async () => void (await backfill.step()), HISTORY_MS, { logger, name: 'candle history' }),
    ...(deps.launches ? startLaunchDuties({ ...deps, db, launches: deps.launches }) : []),
  ]
  return {
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()))
      await publisher.stop()
      await recorder.stop()
    },
  }
}
