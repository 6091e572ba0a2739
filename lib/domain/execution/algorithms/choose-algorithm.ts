import { type Decimal, decimal, HUNDRED } from '../../money/decimal'
import type { algorithms } from '../../orders/order-status'

export type Algorithm = Exclude<(typeof algorithms)[number], 'AUTO'>
export type SlicedAlgorithm = Exclude<Algorithm, 'MARKET'>

/** Upper ends, in percent of the pool's whole liquidity; beyond the last it is cut finest. */
const TWAP_FROM = decimal('1')
const VWAP_FROM = decimal('5')
const ICEBERG_FROM = decimal('10')

/** A slice below this costs more in fees than it saves in impact. */
export const SMALLEST_SLICE_USD = decimal('5')

/**
 * What AUTO becomes: by the order's share of the pool it goes through. Where nobody knows the pool, at once: waiting
 * helps only against a depth that is known.
 */
export const chooseAlgorithm = (amountUsd: Decimal, liquidityUsd: Decimal | null): Algorithm => {
  if (liquidityUsd === null || amountUsd.lt(SMALLEST_SLICE_USD.mul(2))) return 'MARKET'
  const impactPct = liquidityUsd.isZero() ? HUNDRED : amountUsd.div(liquidityUsd).mul(HUNDRED)
  if (impactPct.lt(TWAP_FROM)) return 'MARKET'
  if (impactPct.lt(VWAP_FROM)) return 'TWAP'
  return impactPct.lt(ICEBERG_FROM) ? 'VWAP' : 'ICEBERG'
}
