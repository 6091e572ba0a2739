import type { Decimal } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { liquidityRaw } from './constant-product'
import type { PoolSnapshot } from './pool-snapshot'

/** `quoteUsd`: dollars for one whole token of the pool's quote; null where they are not known. */
export type ValuedPool = { pool: PoolSnapshot; quoteUsd: Decimal | null }

/**
 * Whether more is there to be paid for the token in `one` than in `other`: what a directory calls deep counts both
 * sides, and a side of nothing but the token itself buys none of it. False where they cannot be compared.
 */
export const isDeeper = (one: ValuedPool, other: ValuedPool): boolean => {
  if (one.pool.quoteMint === other.pool.quoteMint) return liquidityRaw(one.pool) > liquidityRaw(other.pool)
  const [worth, otherWorth] = [one, other].map(
    ({ pool, quoteUsd }) => quoteUsd && toUi(liquidityRaw(pool), pool.quoteDecimals).mul(quoteUsd),
  )
  return Boolean(worth && otherWorth && worth.greaterThan(otherWorth))
}

/** Pools whose prices are further apart are not of one market: stops must not be judged in another one. */
const MOST_APART = '0.02'

/** `price`: dollars, of the pool that the token has. */
export const isOfOneMarket = (price: Decimal, other: Decimal): boolean =>
  other.minus(price).abs().lessThanOrEqualTo(price.mul(MOST_APART))
