import type { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openRedis, redisReady } from '@/lib/queue/redis'
import { createTestRedis, type TestRedis } from '@/scripts/test/test-redis'
import { createCircuitBreakers } from './circuit-breakers'

let testRedis: TestRedis
let redis: Redis
let other: Redis
let now = 0
const warned: string[] = []

beforeAll(async () => {
  testRedis = await createTestRedis()
  redis = openRedis(testRedis.url, { role: 'command' })
  other = openRedis(testRedis.url, { role: 'command' })
  for (const one of [redis, other]) await redisReady(one, 5_000)
})
beforeEach(async () => {
  warned.length = 0
  await redis.flushdb()
})
afterAll(async () => {
  redis.disconnect()
  other.disconnect()
  await testRedis.drop()
})

const breakersOn = (connection: Redis) =>
  createCircuitBreakers({
    redis: connection,
    logger: { warn: (_: unknown, text?: string) => void warned.push(text!) } as never,
    now: () => now,
  })

describe('circuits in Redis', () => {
  it('are shared by all processes, under the key and for the time that are documented', async () => {
    const [here, there] = [breakersOn(redis), breakersOn(other)]
    for (let time = 0; time < 3; time += 1) await here.failed('bags')
    expect(await there.ask('bags')).toBe('closed')
    for (let time = 0; time < 2; time += 1) await there.failed('bags')
    expect(await here.ask('bags')).toBe('open')
    expect(JSON.parse((await redis.get('circuit:bags'))!)).toMatchObject({ state: 'OPEN', failures: 5 })
    expect(await redis.ttl('circuit:bags')).toBeGreaterThan(295)
    expect(await redis.ttl('circuit:bags')).toBeLessThanOrEqual(300)
    expect(await here.ask('jupiter')).toBe('closed')
  })

  it('count every failure, however many processes tell of one at once', async () => {
    await Promise.all(
      [redis, other].flatMap((connection) => {
        const breakers = breakersOn(connection)
        return [breakers.failed('bags'), breakers.failed('bags')]
      }),
    )
    expect(JSON.parse((await redis.get('circuit:bags'))!)).toMatchObject({ failures: 4 })
  })

  it('give one probe to one process, and close for all when it is answered', async () => {
    const [here, there] = [breakersOn(redis), breakersOn(other)]
    for (let time = 0; time < 5; time += 1) await here.failed('bags')
    now += 1_000
    const asked = await Promise.all([here, there, here, there].map((one) => one.ask('bags')))
    expect(asked.toSorted()).toEqual(['open', 'open', 'open', 'probe'])
    await there.succeeded('bags')
    expect(await here.ask('bags')).toBe('closed')
    expect(await redis.exists('circuit:bags')).toBe(0)
  })

  it('take what somebody else wrote there for nothing known', async () => {
    await redis.set('circuit:bags', '{"state":"SOMEHOW"}')
    expect(await breakersOn(redis).ask('bags')).toBe('closed')
  })

  it('are kept by the process alone while Redis is gone, and never hold anybody up twice', async () => {
    const gone = openRedis(testRedis.url, { role: 'command' })
    await redisReady(gone, 5_000)
    gone.disconnect()
    const breakers = breakersOn(gone)
    for (let time = 0; time < 5; time += 1) await breakers.failed('bags')
    expect(await breakers.ask('bags')).toBe('open')
    expect(warned).toHaveLength(1)
  })
})
