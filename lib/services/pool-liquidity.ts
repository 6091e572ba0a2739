import type { Decimal } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { liquidityRaw } from '@/lib/domain/pools/constant-product'
import type { MarketView } from './market-view'

/** Dollars in both sides of a pool as it is now; null where it is not read. */
export const poolLiquidity = (market: MarketView | undefined): Decimal | null =>
  market?.pool
    ? toUi(liquidityRaw(market.pool), market.pool.quoteDecimals).mul(market.quoteUsd).toDecimalPlaces(2)
    : null
