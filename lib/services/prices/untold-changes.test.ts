import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createPoolWorld, silentLogger } from './__fixtures__/pool-world'
import { createPriceFeed, type PriceFeed } from './price-feed'

let world: ReturnType<typeof createPoolWorld>
let feed: PriceFeed
let slot: bigint

/** Slots go on all the while. */
const pass = async (seconds: number): Promise<void> => {
  for (let n = 0; n < seconds; n += 1) {
    slot += 2n
    world.slot(slot)
    await vi.advanceTimersByTimeAsync(1_000)
  }
}
const price = () => feed.latest('A')?.priceUsd.toFixed()
const swap = (how: 'setReserve' | 'setSilently', base: bigint, quote: bigint): void => {
  world[how]('base', 'A', base, slot)
  world[how]('quote', 'A', quote, slot)
}

beforeEach(async () => {
  vi.useFakeTimers({ now: 1_700_000_000_000 })
  world = createPoolWorld()
  slot = 10n
  feed = createPriceFeed({
    ...{ stream: world.stream, accounts: world.reader, pools: world.pools, codecs: world.codecs },
    fallback: { name: 'vendor', prices: async () => new Map() },
    now: () => new Date(),
    logger: silentLogger,
  })
  await feed.start()
  world.slot(slot)
  world.addPool('A', 1_000n, 4_000n)
  await feed.watch(['A'])
})
afterEach(async () => {
  await feed.close()
  vi.useRealTimers()
})

it('F15 a subscription that falls silent while slots go on is noticed, and made again', async () => {
  const renewed = vi.spyOn(world.stream, 'watch')
  await pass(5)
  swap('setSilently', 10_000n, 400n)
  await pass(20)
  expect(price()).toBe('4')
  await pass(20)
  expect(price()).toBe('0.04')
  expect(renewed).toHaveBeenCalledWith(['base:A', 'quote:A'])
  expect([...world.watched].sort()).toEqual(['base:A', 'pool:A', 'quote:A'])
})

it('asks for all accounts once in half a minute, and no more where the stream tells', async () => {
  const renewed = vi.spyOn(world.stream, 'watch')
  const before = world.state.reads
  for (let n = 1n; n <= 65n; n += 1n) {
    await pass(1)
    swap('setReserve', 1_000n + n, 4_000n)
  }
  expect(world.state.reads - before).toBe(2)
  expect(renewed).not.toHaveBeenCalled()
})

it('waits until the stream has had time to tell what a reading brought first', async () => {
  const renewed = vi.spyOn(world.stream, 'watch')
  await pass(29)
  swap('setSilently', 10_000n, 400n)
  await vi.advanceTimersByTimeAsync(1_100)
  swap('setReserve', 10_000n, 400n)
  await pass(10)
  expect(price()).toBe('0.04')
  expect(renewed).not.toHaveBeenCalled()
})
