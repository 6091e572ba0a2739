import { once } from 'node:events'
import type { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { PriceEvent } from '@/lib/contracts/stream-events'
import { openRedis, redisReady } from '@/lib/queue/redis'
import { createTestRedis, type TestRedis } from '@/scripts/test/test-redis'
import { createPoolWorld, silentLogger } from './__fixtures__/pool-world'
import { createPriceFeed, type PriceFeed } from './price-feed'
import { priceKey } from './price-keys'
import { createPricePublisher } from './price-publisher'
import { readMarketFromRedis, readPools, readPrices } from './read-prices'

let testRedis: TestRedis
let redis: Redis
let world: ReturnType<typeof createPoolWorld>
let feed: PriceFeed
let publisher: ReturnType<typeof createPricePublisher>
let events: PriceEvent[]

const eventually = async (check: () => Promise<boolean> | boolean, ms = 3_000): Promise<void> => {
  const deadline = Date.now() + ms
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`not reached in ${ms} ms`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
const swap = (mint: string, base: bigint, quote: bigint, slot: bigint) => {
  world.setReserve('base', mint, base, slot)
  world.setReserve('quote', mint, quote, slot)
}

beforeAll(async () => {
  testRedis = await createTestRedis()
  redis = openRedis(testRedis.url, { role: 'command' })
  await redisReady(redis, 5_000)
})
afterAll(async () => {
  redis.disconnect()
  await testRedis.drop()
})
beforeEach(async () => {
  await redis.flushdb()
  world = createPoolWorld()
  const now = () => new Date()
  const fallback = { name: 'vendor', prices: async () => new Map() }
  feed = createPriceFeed({
    stream: world.stream,
    accounts: world.reader,
    pools: world.pools,
    codecs: world.codecs,
    fallback,
    now,
    logger: silentLogger,
    timing: { silenceMs: 300, pollMs: 100, fallbackMs: 200 },
  })
  events = []
  const live = { publish: ({ data }: { data: unknown }) => void events.push(data as PriceEvent) }
  publisher = createPricePublisher({ feed, redis, live, now, logger: silentLogger })
  await feed.start()
  publisher.start()
  world.slot(5n)
})
afterEach(async () => {
  await publisher.stop()
  await feed.close()
})

describe('price publisher', () => {
  it('writes price and pool exactly, under the keys others read', async () => {
    world.addPool('A', 3n, 1n)
    await feed.watch(['A'])
    await eventually(async () => (await readPrices(redis, ['A'])).has('A'))
    expect(JSON.parse((await redis.get('price:A'))!)).toEqual({
      price: '0.33333333333333333333',
      timestamp: expect.any(Number),
      slot: 5,
      source: 'account-stream',
    })
    expect((await readPools(redis, ['A'])).get('A')!.pool).toEqual(feed.latest('A')!.pool)
    const market = await readMarketFromRedis(redis)(['A', 'B'])
    expect([...market.keys()]).toEqual(['A'])
    expect(await redis.pttl(priceKey('A'))).toBeLessThanOrEqual(5_000)
  })

  it('tells browsers the first change at once and a flurry of them as its last, 250 ms later', async () => {
    world.addPool('A', 1_000n, 4_000n)
    await feed.watch(['A'])
    expect(events.map(({ priceUsd }) => priceUsd)).toEqual(['4'])
    for (let step = 1n; step <= 20n; step++) swap('A', 1_000n - step * 10n, 4_000n + step * 200n, 5n + step)
    expect(feed.latest('A')!.priceUsd.toFixed()).toBe('10')
    expect(events).toHaveLength(1)
    await eventually(() => events.at(-1)?.priceUsd === '10')
    expect(events.map(({ priceUsd, slot }) => [priceUsd, slot])).toEqual([
      ['4', 5],
      ['10', 25],
    ])
    await eventually(async () => (await readPrices(redis, ['A'])).get('A')?.priceUsd.toFixed() === '10')
  })

  it('renews a quiet price while it is known to be current, and lets it run out when nothing confirms it', async () => {
    world.addPool('A', 1_000n, 4_000n)
    await feed.watch(['A'])
    await eventually(async () => (await redis.pttl(priceKey('A'))) > 4_000)
    await redis.pexpire(priceKey('A'), 1_500)
    await eventually(async () => {
      world.slot(6n)
      return (await redis.pttl(priceKey('A'))) > 4_000
    })
    world.state.readerDown = true
    const gone = async () => (await redis.exists(priceKey('A'))) === 0
    await eventually(gone, 13_000)
  })

  it('tells a quiet price again with the time it was last known to be current', async () => {
    world.addPool('A', 1_000n, 4_000n)
    await feed.watch(['A'])
    let slot = 6n
    await eventually(() => {
      world.slot(slot++)
      return events.length >= 2
    }, 6_000)
    const [first, again] = events
    expect(again).toMatchObject({ mint: 'A', priceUsd: '4' })
    expect(Date.parse(again!.at)).toBeGreaterThan(Date.parse(first!.at))
  })

  it('goes on after Redis was away', async () => {
    world.addPool('A', 1_000n, 4_000n)
    const ended = once(redis, 'end')
    redis.disconnect()
    await ended
    await feed.watch(['A'])
    swap('A', 800n, 5_000n, 6n)
    expect(feed.latest('A')!.priceUsd.toFixed()).toBe('6.25')
    await redis.connect()
    await eventually(async () => {
      world.slot(7n)
      return (await readPrices(redis, ['A'])).get('A')?.priceUsd.toFixed() === '6.25'
    })
  })
})
