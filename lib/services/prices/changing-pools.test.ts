import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { createPoolWorld, silentLogger } from './__fixtures__/pool-world'
import { createPriceFeed, type PriceFeed, type PriceTick } from './price-feed'

let world: ReturnType<typeof createPoolWorld>
let feed: PriceFeed
let ticks: PriceTick[]
const vendor = new Map<string, string>()

const prices = () => ticks.map(({ mint, priceUsd }) => `${mint} ${priceUsd.toFixed()}`)
const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(async () => {
  vi.useFakeTimers({ now: 1_700_000_000_000 })
  world = createPoolWorld()
  vendor.clear()
  feed = createPriceFeed({
    ...{ stream: world.stream, accounts: world.reader, pools: world.pools, codecs: world.codecs },
    fallback: {
      name: 'vendor',
      prices: async () => new Map([...vendor].map(([mint, priceUsd]) => [mint, { priceUsd, slot: null }])),
    },
    now: () => new Date(),
    logger: silentLogger,
  })
  ticks = []
  feed.onTick((tick) => ticks.push(tick))
  await feed.start()
  world.slot(10n)
})

afterEach(async () => {
  await feed.close()
  vi.useRealTimers()
})

describe('a pool that changes', () => {
  it('F24: a token whose pool takes no more swaps is priced by the vendor, then from its next pool', async () => {
    world.addPool('A', 100n, 200n)
    vendor.set('A', '3')
    await feed.watch(['A'])
    world.setPool('A', { closed: true }, 12n)
    await advance(200)
    expect(prices()).toEqual(['A 2', 'A 3'])
    expect(feed.latest('A')!.pool).toBeNull()
    expect([...world.watched]).toEqual([])
    world.addPool('A', 100n, 400n, USDC_MINT, '2')
    await advance(5_000)
    expect(feed.latest('A')).toMatchObject({ pool: { address: 'pool2:A' } })
    expect(prices().at(-1)).toBe('A 4')
    expect([...world.watched].sort()).toEqual(['base2:A', 'pool2:A', 'quote2:A'])
  })

  it('F26: says so where all of its liquidity was taken, and not where it closed', async () => {
    const drained: string[] = []
    feed.onDrained(({ mint }) => drained.push(mint))
    world.addPool('A', 100n, 200n)
    world.addPool('B', 100n, 200n)
    await feed.watch(['A', 'B'])
    world.setPool('A', { closed: true }, 12n)
    world.setReserve('base', 'B', 0n, 12n)
    world.setReserve('quote', 'B', 0n, 12n)
    await advance(200)
    expect(drained).toEqual(['B'])
    expect(feed.latest('B')?.pool ?? null).toBeNull()
  })

  it('F24: takes the next pool at once where it is known', async () => {
    world.addPool('A', 1_000n, 2_000n)
    world.addPool('A', 100n, 400n, USDC_MINT, '2')
    await feed.watch(['A'])
    world.setPool('A', { closed: true }, 12n)
    await advance(200)
    expect(prices()).toEqual(['A 2', 'A 4'])
  })

  it('moves to a pool that has become the deepest once two looks in a row say so, and not to and fro', async () => {
    world.addPool('A', 1_000n, 2_000n)
    await feed.watch(['A'])
    world.addPool('A', 900n, 1_810n, USDC_MINT, '2')
    const priced = () => feed.latest('A')?.pool?.address
    const depthOfFirst = (base: bigint, slot: bigint) => {
      world.setReserve('base', 'A', base, slot)
      world.setReserve('quote', 'A', 2n * base, slot)
    }
    for (const [nth, base] of [800n, 1_000n, 800n, 1_000n].entries()) {
      depthOfFirst(base, BigInt(11 + nth))
      await advance(630_000)
      expect(priced()).toBe('pool:A')
    }
    depthOfFirst(800n, 16n)
    await advance(1_260_000)
    expect(priced()).toBe('pool2:A')
    expect([...world.watched].sort()).toEqual(['base2:A', 'pool2:A', 'quote2:A'])
    expect(feed.watched()).toEqual(['A'])
  })

  it.each([
    { of: 'another price, however deep', base: 1_000_000n, quote: 1_950_000n },
    { of: 'less depth, whatever the directory says', base: 900n, quote: 1_800n },
  ])('does not move to a pool of $of', async ({ base, quote }) => {
    world.addPool('A', 1_000n, 2_000n)
    await feed.watch(['A'])
    world.addPool('A', base, quote, USDC_MINT, '2')
    world.rankPools('A', 'pool2:A', 'pool:A')
    await advance(3_000_000)
    expect(feed.latest('A')?.pool?.address).toBe('pool:A')
  })

  it('begins with the pool that can pay most, whatever the directory says', async () => {
    world.addPool('A', 1_000n, 2_000n)
    world.addPool('A', 1_000_000n, 1_000n, USDC_MINT, '2')
    world.rankPools('A', 'pool2:A', 'pool:A')
    await feed.watch(['A'])
    expect(prices()).toEqual(['A 2'])
  })

  it('follows a pool to the ticks that its price has come near', async () => {
    world.addPool('A', 100n, 200n)
    world.setPool('A', { ticks: 1 }, 10n)
    await feed.watch(['A'])
    expect([...world.watched]).toContain('ticks1:pool:A')
    world.setReserve('base', 'A', 100n, 15n)
    world.setPool('A', { ticks: 2 }, 15n)
    await advance(200)
    expect([...world.watched].sort()).toEqual(['base:A', 'pool:A', 'quote:A', 'ticks2:pool:A'])
    await feed.unwatch(['A'])
    expect([...world.watched]).toEqual([])
  })

  it('tells no price at ticks that cannot be read, lets the last one age, and tries again', async () => {
    world.addPool('A', 100n, 200n)
    world.setPool('A', { ticks: 1 }, 10n)
    await feed.watch(['A'])
    world.state.readerDown = true
    world.setReserve('base', 'A', 50n, 15n)
    world.setPool('A', { ticks: 2 }, 15n)
    const moved = new Date()
    await advance(1_000)
    world.slot(16n)
    expect(prices()).toEqual(['A 2'])
    expect(feed.confirmedAt('A')!.getTime()).toBeLessThanOrEqual(moved.getTime())
    expect([...world.watched]).toContain('ticks1:pool:A')
    world.state.readerDown = false
    await advance(2_000)
    expect(prices()).toEqual(['A 2', 'A 4'])
    expect([...world.watched]).toContain('ticks2:pool:A')
    expect([...world.watched]).not.toContain('ticks1:pool:A')
  })

  it('waits for ticks that the asked node does not have yet, and does not take the pool to be gone', async () => {
    world.state.needsTicks = true
    world.addPool('A', 100n, 200n)
    await feed.watch(['A'])
    world.setReserve('base', 'A', 50n, 15n)
    world.setReserve('quote', 'A', 200n, 15n)
    world.setPool('A', { ticks: 1 }, 15n)
    await advance(200)
    expect(world.asked.at(-1)).toEqual([['ticks1:pool:A'], { atLeast: 15n, need: 'poll' }])
    await advance(5_000)
    expect(feed.isBetweenPools('A')).toBe(false)
    expect([...world.watched]).toContain('pool:A')
    expect(prices()).toEqual(['A 2'])
    world.addTicks('A', 1, 16n)
    await advance(2_000)
    expect(prices()).toEqual(['A 2', 'A 4'])
  })

  it('tells a price again that has come back to ticks it knows while the others could not be read', async () => {
    world.addPool('A', 100n, 200n)
    world.setPool('A', { ticks: 1 }, 10n)
    await feed.watch(['A'])
    world.state.readerDown = true
    world.setPool('A', { ticks: 2 }, 15n)
    await advance(200)
    world.setReserve('base', 'A', 50n, 16n)
    world.setPool('A', { ticks: 1 }, 16n)
    await advance(200)
    expect(prices()).toEqual(['A 2', 'A 4'])
  })

  it('follows a price that has moved on while it was followed', async () => {
    world.addPool('A', 100n, 200n)
    world.setPool('A', { ticks: 1 }, 10n)
    await feed.watch(['A'])
    world.state.readMs = 300
    world.setPool('A', { ticks: 2 }, 15n)
    await advance(200)
    world.setPool('A', { ticks: 3 }, 16n)
    await advance(900)
    expect([...world.watched].filter((address) => address.startsWith('ticks'))).toEqual(['ticks3:pool:A'])
  })

  it('tells the price of a pool again whose fee changes with time', async () => {
    world.timed.add('A')
    world.addPool('A', 100n, 200n)
    await feed.watch(['A'])
    world.slot(12n)
    await advance(2_500)
    expect(prices()).toEqual(['A 2', 'A 2'])
  })
})
