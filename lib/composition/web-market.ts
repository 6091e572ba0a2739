import type { Redis } from 'ioredis'
import { createGeckoTerminalCandleSource } from '@/lib/adapters/geckoterminal/candle-source'
import { createGeckoTerminalClient } from '@/lib/adapters/geckoterminal/client'
import { createGeckoTerminalPoolDirectory } from '@/lib/adapters/geckoterminal/pool-directory'
import { createJupiterClient } from '@/lib/adapters/jupiter/client'
import { createRoundTripProbe } from '@/lib/adapters/jupiter/swap/round-trip-probe'
import { createJupiterTokenDirectory } from '@/lib/adapters/jupiter/market/token-directory'
import type { VendorConfig } from '@/lib/config/vendors'
import type { Mode } from '@/lib/contracts/health'
import type { Database } from '@/lib/db/client'
import { heldMints, watchedTokens } from '@/lib/db/token-repository'
import type { Logger } from '@/lib/observability/logger'
import type { AccountReader } from '@/lib/ports/account-stream'
import type { ChainReader } from '@/lib/ports/chain'
import type { RoundTripProbe } from '@/lib/ports/round-trip-probe'
import type { MarketView, ReadMarket } from '@/lib/services/market-view'
import { priceText } from '@/lib/services/prices/price-text'
import { readMarketFromRedis, readPrices } from '@/lib/services/prices/read-prices'
import { assessEntrySafety } from '@/lib/services/safety/assess-entry-safety'
import { getCandles } from '@/lib/services/tokens/get-candles'
import { getTokenCard } from '@/lib/services/tokens/get-token-card'
import { resolveToken } from '@/lib/services/tokens/resolve-token'
import { searchTokens } from '@/lib/services/tokens/search-tokens'
import { landingWays } from './landing-sender'
import { WEB_SHARE } from './request-shares'
import { jupiterQueue } from './vendor-queues'
import type { MarketServices } from './web-services'

type Deps = {
  config: VendorConfig & { mode: Mode }
  db: Database
  redis: Redis
  rpc: AccountReader & Pick<ChainReader, 'simulate'>
  /** Instead of trying sales on the chain. */
  probe?: RoundTripProbe | undefined
  logger: Logger
  now: () => Date
}

/** GeckoTerminal grants an address 30 calls a minute without a key; the worker has the other 22. */
const GECKO_PER_MINUTE = 8

/** Without Redis nothing is priced, but positions are still shown and can be sold. */
const unpricedWithoutRedis =
  (read: ReadMarket, logger: Logger): ReadMarket =>
  async (mints) => {
    try {
      return await read(mints)
    } catch (error) {
      logger.warn({ err: error }, 'Live prices could not be read: positions are shown unpriced')
      return new Map<string, MarketView>()
    }
  }

export const createMarketServices = ({
  config,
  db,
  redis,
  rpc,
  logger,
  now,
  ...rest
}: Deps): MarketServices => {
  const jupiter = createJupiterClient({
    baseUrl: config.jupiterUrl,
    ...(config.jupiterApiKey ? { apiKey: config.jupiterApiKey } : {}),
    rps: config.jupiterRps,
    queue: jupiterQueue(config, { redis, logger, shareAlone: WEB_SHARE }),
  })
  const gecko = createGeckoTerminalClient({
    baseUrl: config.geckoterminalUrl,
    requestsPerMinute: GECKO_PER_MINUTE,
  })
  const directory = createJupiterTokenDirectory(jupiter, { priority: 'quote' })
  const cards = { db, redis, directory, accounts: rpc, landingWays: landingWays(config), logger }
  const charts = {
    db,
    redis,
    logger,
    candles: createGeckoTerminalCandleSource(gecko),
    pools: createGeckoTerminalPoolDirectory(gecko),
  }

  const readMarket = unpricedWithoutRedis(readMarketFromRedis(redis), logger)
  const probe = rest.probe ?? createRoundTripProbe(jupiter, rpc)
  const safety = { db, redis, accounts: rpc, chain: rpc, probe, readMarket, logger, now }

  return {
    readMarket,
    latestPrices: async () => {
      const [watched, held] = await Promise.all([watchedTokens(db), heldMints(db)])
      const mints = [...new Set([...watched.map(({ mint }) => mint), ...held])]
      const prices = await readPrices(redis, mints)
      return [...prices].map(([mint, { priceUsd, at, slot, source }]) => ({
        mint,
        priceUsd: priceText(priceUsd),
        at: at.toISOString(),
        slot,
        source,
      }))
    },
    resolveToken: (text) => resolveToken({ db, directory, now }, text),
    assessEntrySafety: (entry) => assessEntrySafety(safety, entry),
    searchTokens: (ctx, input) => searchTokens(cards, ctx, input),
    getTokenCard: (ctx, input) => getTokenCard(cards, ctx, input),
    getCandles: (ctx, input) => getCandles(charts, ctx, input),
  }
}
