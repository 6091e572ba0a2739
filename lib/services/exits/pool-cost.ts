import { feesOf } from '@/lib/domain/pools/pool-fees'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import type { SeenPrice } from './seen-price'

/** A pool, and how thin it may become before it counts as another; in doubles, as that is no matter of a unit. */
export type Depth = {
  pool: PoolSnapshot
  leastBase: number
  leastQuote: number
  fees: number
  taxes: number
  taxCaps: number
}

/** One number for the taxes of its two tokens, as `feesOf` for the fees. */
export const taxesOf = ({ baseTax, quoteTax }: PoolSnapshot): number =>
  (baseTax?.bps ?? 0) + 2 ** 14 * (quoteTax?.bps ?? 0)

/** What the taxes of both are at most, in base units of either: they cost more where it rises. */
export const taxCapsOf = ({ baseTax, quoteTax }: PoolSnapshot): number =>
  Number(baseTax?.maximumRaw ?? 0n) + Number(quoteTax?.maximumRaw ?? 0n)

const depthOf = (pool: PoolSnapshot, part: number): Depth => ({
  pool,
  leastBase: Number(pool.baseReserve) * part,
  leastQuote: Number(pool.quoteReserve) * part,
  fees: feesOf(pool),
  taxes: taxesOf(pool),
  taxCaps: taxCapsOf(pool),
})

/** A pool as positions are indexed with it. */
export const indexedWith = (pool: PoolSnapshot): Depth => depthOf(pool, 0.8)

/**
 * Whether what a sale costs may soon be more than its positions were indexed with: the pool is much thinner,
 * or its fee or the token's tax has changed.
 */
export const costsMore = ({ base, quote, tick }: SeenPrice, indexed: Depth): boolean =>
  quote < indexed.leastQuote ||
  base < indexed.leastBase ||
  feesOf(tick.pool) !== indexed.fees ||
  taxesOf(tick.pool) !== indexed.taxes ||
  taxCapsOf(tick.pool) !== indexed.taxCaps

/** Whether it may be more than they were indexed for: twice the impact, so a pool half as deep, with a margin. */
export const costsTwice = (price: SeenPrice, indexed: PoolSnapshot): boolean =>
  costsMore(price, depthOf(indexed, 0.55))

/** The first pool with each reserve as deep as it is in either. */
export const deeperOf = (pool: PoolSnapshot, other: PoolSnapshot): PoolSnapshot =>
  other.baseReserve <= pool.baseReserve && other.quoteReserve <= pool.quoteReserve
    ? pool
    : {
        ...pool,
        baseReserve: other.baseReserve > pool.baseReserve ? other.baseReserve : pool.baseReserve,
        quoteReserve: other.quoteReserve > pool.quoteReserve ? other.quoteReserve : pool.quoteReserve,
      }
