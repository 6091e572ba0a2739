import { type Decimal, decimal } from '@/lib/domain/money/decimal'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { Executor } from '@/lib/db/client'
import { lastStoredPrice } from '@/lib/db/price-repository'
import { AppError } from '@/lib/errors'
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
 * else the last one stored. Fees are cents, so an old price is better than a fill that is not booked.
 */
export const createSolPrice = (deps: SolPriceDeps) => async (): Promise<Decimal> => {
  const tick = deps.feed.latest(WSOL_MINT)
  if (tick) return tick.priceUsd
  const quoted = (await deps.prices.prices([WSOL_MINT]).catch(() => null))?.get(WSOL_MINT)
  if (quoted) return decimal(quoted.priceUsd)
  const stored = await lastStoredPrice(deps.db, WSOL_MINT)
  if (stored) return decimal(stored)
  throw new AppError('venue.unavailable', 'No price of SOL is known yet.', { retry: 'retryable' })
}
