import { type Decimal, decimal, HUNDRED } from '../money/decimal'
import { inDollars } from '../money/in-words'
import { toRawFloor } from '../money/units'
import { quoteExactIn } from '../pools/constant-product'
import type { PoolSnapshot } from '../pools/pool-snapshot'
import type { SafetyCheck } from '../tokens/safety'

export const IMPACT_CHECK = 'impact'

/** As a share of the pool, which the choice of algorithm goes by too. Percent of what both sides of a pool are worth. Above it an entry needs the trader's consent. */
export const IMPACT_CAP_PCT = decimal('15')

export type OrderInMarket = {
  amountUsd: Decimal
  /** Of both sides of its pool; null where nobody knows it. */
  liquidityUsd: Decimal | null
  /** Where the pool itself is known: for what the order would lose to its depth. `quoteUsd` is dollars for one of its quote. */
  pool: { snapshot: PoolSnapshot; quoteUsd: Decimal } | null
}

/** A check of the order, not of the token; null where it is small enough for the pool. */
export const checkImpact = ({ amountUsd, liquidityUsd, pool }: OrderInMarket): SafetyCheck | null => {
  if (liquidityUsd === null) return null
  const most = liquidityUsd.mul(IMPACT_CAP_PCT).div(HUNDRED)
  if (amountUsd.lte(most)) return null
  const times = liquidityUsd.isZero()
    ? 'many times'
    : `${amountUsd.div(liquidityUsd).mul(HUNDRED).toFixed(0)} % of`
  return {
    id: IMPACT_CHECK,
    level: 'amber',
    label: `This order is ${times} the ${inDollars(liquidityUsd)} in its pool${pool ? lossWords(amountUsd, pool) : ''} (${inDollars(most)} would pass)`,
  }
}

/**
 * Why an order, or a slice of one, is too large for what its pool holds now; null where it is not, or where nobody
 * knows the pool. `mostPct` as `IMPACT_CAP_PCT`.
 */
export const tooThin = (
  amountUsd: Decimal,
  liquidityUsd: Decimal | null,
  mostPct: Decimal,
): string | null => {
  if (liquidityUsd === null || amountUsd.mul(HUNDRED).lte(liquidityUsd.mul(mostPct))) return null
  const share = liquidityUsd.isZero()
    ? 'many times'
    : `${amountUsd.div(liquidityUsd).mul(HUNDRED).toFixed(0)} % of`
  return `${inDollars(amountUsd)} is ${share} the ${inDollars(liquidityUsd)} that its pool holds now; ${mostPct.toDecimalPlaces(1).toFixed()} % is the most.`
}

const lossWords = (
  amountUsd: Decimal,
  { snapshot, quoteUsd }: NonNullable<OrderInMarket['pool']>,
): string => {
  const paid = toRawFloor(amountUsd.div(quoteUsd), snapshot.quoteDecimals)
  const { priceImpactPct } = quoteExactIn(snapshot, snapshot.quoteMint, paid)
  return `; about ${priceImpactPct.toFixed(0)} % of it would be lost to the pool's depth`
}
