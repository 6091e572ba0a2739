import type { Redis } from 'ioredis'
import { decimal, type Decimal, ONE } from '@/lib/domain/money/decimal'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import type { ReadMarket } from '../market-view'
import { poolKey, priceKey, storedPool, storedPrice } from './price-keys'

export type LivePrice = { priceUsd: Decimal; at: Date; slot: number; source: string }

const parsed = <T>(
  text: string | null | undefined,
  schema: { safeParse(value: unknown): { data?: T } },
): T | null => {
  if (!text) return null
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Current prices as the worker keeps them in Redis. A mint without one is absent: it has no price, not an old one. */
export const readPrices = async (redis: Redis, mints: readonly string[]): Promise<Map<string, LivePrice>> => {
  const found = new Map<string, LivePrice>()
  if (mints.length === 0) return found
  const values = await redis.mget(mints.map(priceKey))
  mints.forEach((mint, index) => {
    const stored = parsed(values[index], storedPrice)
    if (!stored) return
    const { price, timestamp, slot, source } = stored
    found.set(mint, { priceUsd: decimal(price), at: new Date(timestamp * 1_000), slot, source })
  })
  return found
}

export type LivePool = { pool: PoolSnapshot; quoteUsd: Decimal }

/** Current pool states behind the prices; a mint priced by a vendor is absent. */
export const readPools = async (redis: Redis, mints: readonly string[]): Promise<Map<string, LivePool>> => {
  const found = new Map<string, LivePool>()
  if (mints.length === 0) return found
  const values = await redis.mget(mints.map(poolKey))
  mints.forEach((mint, index) => {
    const stored = parsed(values[index], storedPool)
    if (stored) found.set(mint, { pool: stored.pool, quoteUsd: decimal(stored.quoteUsd) })
  })
  return found
}

/** The market as the web process sees it. */
export const readMarketFromRedis =
  (redis: Redis): ReadMarket =>
  async (mints) => {
    const [prices, pools] = await Promise.all([readPrices(redis, mints), readPools(redis, mints)])
    return new Map(
      [...prices].map(([mint, { priceUsd, at }]) => [
        mint,
        { priceUsd, at, pool: pools.get(mint)?.pool ?? null, quoteUsd: pools.get(mint)?.quoteUsd ?? ONE },
      ]),
    )
  }
