import type { MarketView, ReadMarket } from '../market-view'
import type { PriceFeed } from './price-feed'

/** Older than this a price is not shown as current. */
const FRESH_MS = 5_000

/** Prices of the worker's own feed; one not known to be current is missing. */
export const readMarketFromFeed =
  (feed: Pick<PriceFeed, 'latest' | 'confirmedAt'>, now: () => Date): ReadMarket =>
  async (mints) => {
    const found = new Map<string, MarketView>()
    for (const mint of mints) {
      const tick = feed.latest(mint)
      const at = feed.confirmedAt(mint)
      if (tick && at && now().getTime() - at.getTime() <= FRESH_MS)
        found.set(mint, { priceUsd: tick.priceUsd, at, pool: tick.pool, quoteUsd: tick.quoteUsd })
    }
    return found
  }
