import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createPoolWorld, silentLogger } from './__fixtures__/pool-world'
import { createPriceFeed } from './price-feed'

beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_000_000 }))
afterEach(() => void vi.useRealTimers())

const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms)

const open = async (tip: bigint | null) => {
  const world = createPoolWorld()
  const feed = createPriceFeed({
    ...{ stream: world.stream, accounts: world.reader, pools: world.pools, codecs: world.codecs },
    fallback: { name: 'vendor', prices: async () => new Map() },
    chainTip: () => tip,
    now: () => new Date(),
    logger: silentLogger,
  })
  await feed.start()
  world.slot(10n)
  world.addPool('A', 1_000n, 4_000n)
  await feed.watch(['A'])
  const swap = (base: bigint, quote: bigint, slot: bigint) => {
    world.setReserve('base', 'A', base, slot)
    world.setReserve('quote', 'A', quote, slot)
  }
  return { world, feed, swap, price: () => feed.latest('A')?.priceUsd.toFixed() }
}

it.each([null, 12n])('an account of a slot from the future does not stop the price (tip %s)', async (tip) => {
  const { world, feed, swap, price } = await open(tip)
  swap(1_010n, 3_960n, 5_000_000n)
  await advance(200)
  world.slot(11n)
  swap(10_000n, 400n, 11n)
  await advance(200)
  expect(price()).toBe('0.04')
  expect(feed.latest('A')?.slot).toBe(11n)
  await feed.close()
})

it('a stream that comes back after a long silence is believed', async () => {
  const { feed, swap, price } = await open(null)
  await advance(31_000)
  swap(10_000n, 400n, 400n)
  await advance(200)
  expect(price()).toBe('0.04')
  await feed.close()
})
