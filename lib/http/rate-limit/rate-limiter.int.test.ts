import type { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createLogger } from '@/lib/observability/logger'
import { openRedis, redisReady } from '@/lib/queue/redis'
import { createTestRedis, type TestRedis } from '@/scripts/test/test-redis'
import { createRateLimiter } from './rate-limiter'

const limits = { address: 10, user: 5, trade: 3, analytics: 5, exit: 5, session: 50 }
const logger = createLogger({ process: 'web', level: 'silent' })
/** Stands still in the middle of a minute: where one ends in between, the window counts anew. */
const STANDS = new Date(Math.floor(Date.now() / 60_000) * 60_000 + 30_000)
const now = () => STANDS

let server: TestRedis
let redis: Redis

beforeAll(async () => {
  server = await createTestRedis()
  redis = openRedis(server.url, { role: 'command' })
  expect(await redisReady(redis, 5_000)).toBe(true)
})
afterAll(async () => {
  redis.disconnect()
  await server.drop()
})
beforeEach(() => redis.flushdb())

const limiter = (on: Redis = redis) => createRateLimiter({ redis: on, limits, logger, now })

describe('rate limiter on Redis', () => {
  it('allows as many as the limit and no more, over all processes', async () => {
    const [one, two] = [limiter(), limiter()]
    const verdicts = []
    for (let i = 0; i < 5; i++)
      verdicts.push(await (i % 2 ? one : two).count([{ bucket: 'trade', key: '1:buy' }]))
    expect(verdicts.map((verdict) => verdict.allowed)).toEqual([true, true, true, false, false])
    expect(verdicts.map((verdict) => verdict.remaining)).toEqual([2, 1, 0, 0, 0])
    const last = verdicts.at(-1)!
    expect(last.degraded).toBe(false)
    expect(last.resetAt - now().getTime()).toBeLessThanOrEqual(60_000)
    expect(last.resetAt).toBeGreaterThan(now().getTime())
  })

  it('stays exact under concurrency', async () => {
    const one = limiter()
    const verdicts = await Promise.all(
      Array.from({ length: 30 }, () => one.count([{ bucket: 'address', key: 'a' }])),
    )
    expect(verdicts.filter((verdict) => verdict.allowed)).toHaveLength(10)
  })

  it('answers with the strictest of several buckets', async () => {
    const one = limiter()
    const both = [
      { bucket: 'address', key: 'b' },
      { bucket: 'trade', key: '2:buy' },
    ] as const
    expect(await one.count(both)).toMatchObject({ limit: 3, remaining: 2 })
    await one.count(both)
    await one.count(both)
    expect(await one.count(both)).toMatchObject({ allowed: false, limit: 3 })
  })

  it('is degraded when any of several buckets could not be counted', async () => {
    const failing =
      (command: 'evalsha' | 'eval') =>
      (script: string, keys: number, ...rest: string[]): Promise<unknown> =>
        rest[0]?.includes(':trade:')
          ? Promise.reject(new Error('no answer in time'))
          : redis[command](script, keys, ...rest)
    const half = { evalsha: failing('evalsha'), eval: failing('eval') } as unknown as Redis
    const one = limiter(half)
    for (let i = 0; i < 8; i++) await one.count([{ bucket: 'address', key: 'h' }])
    const both = [
      { bucket: 'address', key: 'h' },
      { bucket: 'trade', key: '3:buy' },
    ] as const
    expect(await one.count(both)).toMatchObject({ allowed: true, remaining: 1, degraded: true })
  })

  it('does not ask a silent Redis for every count, but soon again', async () => {
    const clock = { ms: 0, asked: 0 }
    const silent = (): Promise<never> => {
      clock.asked += 1
      return Promise.reject(new Error('Command timed out'))
    }
    const one = createRateLimiter({
      redis: { evalsha: silent, eval: silent } as unknown as Redis,
      limits,
      logger,
      now: () => new Date(clock.ms),
    })
    const count = () => one.count([{ bucket: 'exit', key: 's' }])
    for (let i = 0; i < 3; i++) expect((await count()).degraded).toBe(true)
    expect(clock.asked).toBe(1)
    clock.ms = 1_000
    expect(await count()).toMatchObject({ degraded: true, remaining: 1 })
    expect(clock.asked).toBe(2)
  })

  it('survives a script flush and forgets what it is told to', async () => {
    const one = limiter()
    await one.count([{ bucket: 'trade', key: 'c' }])
    await redis.script('FLUSH')
    for (let i = 0; i < 3; i++) await one.count([{ bucket: 'trade', key: 'c' }])
    expect((await one.count([{ bucket: 'trade', key: 'c' }])).allowed).toBe(false)
    await one.forget({ bucket: 'trade', key: 'c' })
    expect(await one.count([{ bucket: 'trade', key: 'c' }])).toMatchObject({ allowed: true, remaining: 2 })
  })

  it('counts in the process and says so while Redis is away', async () => {
    const nowhere = openRedis('redis://127.0.0.1:1', { role: 'command' })
    const one = limiter(nowhere)
    const verdicts = []
    for (let i = 0; i < 6; i++) verdicts.push(await one.count([{ bucket: 'exit', key: 'd' }]))
    expect(verdicts.map((verdict) => verdict.allowed)).toEqual([true, true, true, true, true, false])
    expect(verdicts.every((verdict) => verdict.degraded)).toBe(true)
    nowhere.disconnect()
  })
})
