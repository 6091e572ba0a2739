import type { Redis } from 'ioredis'
import { REQUESTED_KEY } from '../prices/price-keys'

/** How long a token that somebody looked at stays live after the last look. */
const REQUEST_MS = 120_000
const MAX_REQUESTED = 100

/** Asks the market worker for live prices of a token outside the catalogue. */
export const requestWatch = async (redis: Redis, mint: string, now: Date): Promise<void> => {
  await redis.zadd(REQUESTED_KEY, now.getTime(), mint)
}

/** The tokens looked at lately, the newest hundred; older wishes are forgotten. */
export const requestedMints = async (redis: Redis, now: Date): Promise<string[]> => {
  await redis.zremrangebyscore(REQUESTED_KEY, 0, now.getTime() - REQUEST_MS)
  return redis.zrange(REQUESTED_KEY, 0, MAX_REQUESTED - 1, 'REV')
}
