import { sellFee } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'

const thinner = (pool: PoolSnapshot, than: PoolSnapshot, part: bigint, of: bigint): boolean =>
  pool.quoteReserve * of < than.quoteReserve * part || pool.baseReserve * of < than.baseReserve * part

const takesOtherwise = (pool: PoolSnapshot, than: PoolSnapshot): boolean =>
  sellFee(pool) !== sellFee(than) ||
  pool.baseTax?.bps !== than.baseTax?.bps ||
  pool.quoteTax?.bps !== than.quoteTax?.bps

/**
 * Whether what a sale costs may soon be more than its positions were indexed with: the pool is much thinner,
 * or its fee or the token's tax has changed.
 */
export const costsMore = (pool: PoolSnapshot, indexed: PoolSnapshot): boolean =>
  thinner(pool, indexed, 4n, 5n) || takesOtherwise(pool, indexed)

/** Whether it may be more than they were indexed for: twice the impact, so a pool half as deep, with a margin. */
export const costsTwice = (pool: PoolSnapshot, indexed: PoolSnapshot): boolean =>
  thinner(pool, indexed, 11n, 20n) || takesOtherwise(pool, indexed)

/** The first pool with each reserve as deep as it is in either. */
export const deeperOf = (pool: PoolSnapshot, other: PoolSnapshot): PoolSnapshot =>
  other.baseReserve <= pool.baseReserve && other.quoteReserve <= pool.quoteReserve
    ? pool
    : {
        ...pool,
        baseReserve: other.baseReserve > pool.baseReserve ? other.baseReserve : pool.baseReserve,
        quoteReserve: other.quoteReserve > pool.quoteReserve ? other.quoteReserve : pool.quoteReserve,
      }
