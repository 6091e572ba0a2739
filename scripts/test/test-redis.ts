import { Redis } from 'ioredis'
import { inject } from 'vitest'

export interface TestRedis {
  /** An empty numbered database that no other running test file uses. */
  url: string
  drop(): Promise<void>
}

/** Redis has 16 databases by default; 0 and 15 are left to others. */
const USABLE = 14

export async function createTestRedis(): Promise<TestRedis> {
  const url = new URL(inject('testRedisUrl'))
  url.pathname = `/${1 + (Number(process.env.VITEST_POOL_ID ?? 1) % USABLE)}`
  await flush(url.href)
  return { url: url.href, drop: () => flush(url.href) }
}

async function flush(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 2 })
  try {
    await redis.flushdb()
  } finally {
    redis.disconnect()
  }
}
