import { type Decimal, decimal } from '@/lib/domain/money/decimal'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { Executor } from '@/lib/db/client'
import { lastStoredPrice } from '@/lib/db/price-repository'
import type { PriceSource } from '@/lib/ports/market-data'
import type { PriceFeed } from './price-feed'

export type SolPriceDeps = {
  feed: Pick<PriceFeed, 'latest'>
  prices: PriceSource
  db: Executor
  now: () => Date
}

/**
 * Dollars a SOL is worth, for putting fees into dollars: the stream's last price, else the vendor's,
 * else the last one stored, else null. Fees are cents, so an old price is better than none.
 */
export const createSolPrice = (deps: SolPriceDeps) => async (): Promise<Decimal | null> => {
  const tick = deps.feed.latest(WSOL_MINT)
  if (tick) return tick.priceUsd
  const quoted = (await deps.prices.prices([WSOL_MINT]).catch(() => null))?.get(WSOL_MINT)
  if (quoted) return decimal(quoted.priceUsd)
  const stored = await lastStoredPrice(deps.db, WSOL_MINT)
  return stored === null ? null : decimal(stored)
}
