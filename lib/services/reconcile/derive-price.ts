import type { Executor } from '@/lib/db/client'
import { lastStoredPrice } from '@/lib/db/price-repository'
import { type Decimal, decimal } from '@/lib/domain/money/decimal'
import type { ReadMarket } from '../market-view'

/** Dollars a token was worth, and where that figure is from; null: only what it cost is known. */
export type DerivedPrice = { usd: Decimal; source: 'market' | 'last stored' } | null

/** For tokens that moved without a trade: the price now, else the last one stored. */
export const derivePrice = async (
  deps: { db: Executor; readMarket: ReadMarket },
  mint: string,
): Promise<DerivedPrice> => {
  const live = (await deps.readMarket([mint])).get(mint)
  if (live) return { usd: live.priceUsd, source: 'market' }
  const stored = await lastStoredPrice(deps.db, mint)
  return stored === null ? null : { usd: decimal(stored), source: 'last stored' }
}
