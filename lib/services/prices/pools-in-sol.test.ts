import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WSOL_MINT } from '@/lib/domain/tokens/well-known'
import { createPriceFeed, type PriceFeed } from './price-feed'
import { createPoolWorld, silentLogger } from './__fixtures__/pool-world'

let world: ReturnType<typeof createPoolWorld>
let feed: PriceFeed
let vendor: Map<string, string>
const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(async () => {
  vi.useFakeTimers({ now: 1_700_000_000_000 })
  world = createPoolWorld()
  vendor = new Map()
  feed = createPriceFeed({
    stream: world.stream,
    accounts: world.reader,
    pools: world.pools,
    codecs: world.codecs,
    fallback: {
      name: 'vendor',
      prices: async () => new Map([...vendor].map(([mint, priceUsd]) => [mint, { priceUsd, slot: null }])),
    },
    now: () => new Date(),
    logger: silentLogger,
  })
  await feed.start()
  world.slot(10n)
})
afterEach(async () => {
  await feed.close()
  vi.useRealTimers()
})

describe('a pool quoted in SOL', () => {
  it('is priced with the price of SOL, and again when that moves', async () => {
    world.addPool(WSOL_MINT, 10n, 1_000n)
    world.addPool('B', 1_000n, 50n, WSOL_MINT)
    await feed.watch(['B'])
    expect(feed.latest('B')!.priceUsd.toFixed()).toBe('5')
    expect(feed.latest('B')!.quoteUsd.toFixed()).toBe('100')
    world.setReserve('base', WSOL_MINT, 5n, 11n)
    world.setReserve('quote', WSOL_MINT, 1_000n, 11n)
    await advance(100)
    expect(feed.latest('B')).toMatchObject({ slot: 11n })
    expect(feed.latest('B')!.priceUsd.toFixed()).toBe('10')
    await feed.unwatch(['B'])
    expect(feed.watched()).toEqual([])
    expect(world.watched.size).toBe(0)
  })

  it('does not take a second look at one token for one at each price of SOL', async () => {
    world.addPool(WSOL_MINT, 10n, 1_000n)
    world.addPool('B', 1_000n, 50n, WSOL_MINT)
    await feed.watch(['B'])
    await feed.readAgain('B')
    expect(feed.latest('B')).toMatchObject({ source: 'account-read' })
    const reads = world.state.reads
    for (const slot of [11n, 12n]) {
      world.setReserve('quote', WSOL_MINT, 1_000n + slot, slot)
      await advance(100)
      // In the slot of SOL's price, and far from its own last one.
      world.setReserve('quote', 'B', 40n + 10n * slot, slot)
      await advance(100)
      expect(feed.latest('B')).toMatchObject({ source: 'account-stream', slot })
    }
    expect(world.state.reads).toBe(reads)
  })

  it('makes old reserves no newer with a vendor’s price of SOL', async () => {
    world.addPool(WSOL_MINT, 10n, 1_000n)
    world.addPool('B', 1_000n, 50n, WSOL_MINT)
    vendor.set(WSOL_MINT, '200')
    await feed.watch(['B'])
    world.state.readerDown = true
    await advance(7_000)
    expect(feed.latest(WSOL_MINT)).toMatchObject({ source: 'vendor' })
    const last = feed.confirmedAt('B')!
    await advance(5_000)
    expect(feed.confirmedAt('B')).toEqual(last)
  })

  it('waits for the price of SOL where another look-up is bringing it', async () => {
    world.addPool(WSOL_MINT, 10n, 1_000n)
    world.addPool('B', 1_000n, 50n, WSOL_MINT)
    const [, , late] = [feed.watch([WSOL_MINT]), feed.watch(['B']), feed.settle(['B'])]
    await late
    expect(feed.latest('B')!.priceUsd.toFixed()).toBe('5')
  })
})
