import type { Decimal } from '@/lib/domain/money/decimal'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'

/** What is known of a token's market right now; absent when nothing fresh is. */
export type MarketView = {
  priceUsd: Decimal
  at: Date
  pool: PoolSnapshot | null
  /** Dollars for one whole token of the pool's quote; 1 where there is no pool. */
  quoteUsd: Decimal
}

/** Fresh prices only: a mint whose price is older than its limit is missing, never its last value. */
export type ReadMarket = (mints: readonly string[]) => Promise<ReadonlyMap<string, MarketView>>
