import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { PriceSource } from '@/lib/ports/market-data'
import { createPriceFeed, type PriceFeed, type PriceTick } from './price-feed'
import { createPoolWorld, silentLogger } from './__fixtures__/pool-world'

let world: ReturnType<typeof createPoolWorld>
let feed: PriceFeed
let ticks: PriceTick[]
let vendor: Map<string, string>
let asked: string[][]
let tip: bigint | null

const prices = () => ticks.map(({ mint, priceUsd }) => `${mint} ${priceUsd.toFixed()}`)
const advance = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(async () => {
  vi.useFakeTimers({ now: 1_700_000_000_000 })
  world = createPoolWorld()
  vendor = new Map()
  asked = []
  tip = null
  const fallback: PriceSource = {
    name: 'vendor',
    prices: async (mints) => {
      asked.push([...mints])
      if (vendor.has('down')) throw new Error('vendor down')
      return new Map(
        mints.flatMap((mint) =>
          vendor.has(mint) ? [[mint, { priceUsd: vendor.get(mint)!, slot: null }]] : [],
        ),
      )
    },
  }
  feed = createPriceFeed({
    stream: world.stream,
    accounts: world.reader,
    pools: world.pools,
    codecs: world.codecs,
    fallback,
    chainTip: () => tip,
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

describe('price feed', () => {
  it('prices a token from its pool as soon as it is watched', async () => {
    world.addPool('A', 1_000n, 4_000n)
    await feed.watch(['A'])
    expect(feed.latest('A')).toMatchObject({
      source: 'account-stream',
      slot: 10n,
      pool: { baseReserve: 1_000n },
    })
    expect(prices()).toEqual(['A 4'])
    expect([...world.watched]).toEqual(['base:A', 'quote:A', 'pool:A'])
  })

  it('waits until both vaults agree on a slot and then tells at once', async () => {
    world.addPool('A', 1_000n, 4_000n)
    await feed.watch(['A'])
    ticks = []
    world.setReserve('base', 'A', 500n, 11n)
    expect(ticks).toEqual([])
    world.setReserve('quote', 'A', 8_000n, 11n)
    expect(prices()).toEqual(['A 16'])
    expect(ticks[0]!.slot).toBe(11n)
    await advance(1_000)
    expect(ticks).toHaveLength(1)
  })

  it('takes a change of one vault alone after 100 ms', async () => {
    world.addPool('A', 1_000n, 4_000n)
    await feed.watch(['A'])
    ticks = []
    world.setReserve('base', 'A', 500n, 11n)
    await advance(99)
    expect(ticks).toEqual([])
    await advance(1)
    expect(prices()).toEqual(['A 8'])
    // The partner of the same slot was only late: no second wait.
    world.setReserve('quote', 'A', 8_000n, 11n)
    expect(prices()).toEqual(['A 8', 'A 16'])
  })

  it('never mixes two swaps of one slot that arrive vault by vault', async () => {
    world.addPool('A', 1_000n, 4_000n)
    await feed.watch(['A'])
    ticks = []
    world.setReserve('base', 'A', 800n, 11n)
    world.setReserve('base', 'A', 500n, 11n)
    world.setReserve('quote', 'A', 5_000n, 11n)
    expect(ticks).toEqual([])
    world.setReserve('quote', 'A', 8_000n, 11n)
    await advance(100)
    expect(prices()).toEqual(['A 16'])
  })

  it('F15: a pool that stays quiet through an outage has its own price again afterwards', async () => {
    world.addPool('A', 1_000n, 4_000n)
    vendor.set('A', '3.9')
    await feed.watch(['A'])
    world.state.readerDown = true
    await advance(12_000)
    expect(feed.latest('A')).toMatchObject({ source: 'vendor', pool: null })
    world.state.readerDown = false
    for (let slot = 20n; slot < 40n; slot += 1n) {
      world.slot(slot)
      await advance(400)
    }
    expect(feed.latest('A')).toMatchObject({ source: 'account-stream', pool: { baseReserve: 1_000n } })
  })

  it('never goes back in slot', async () => {
    world.addPool('A', 1_000n, 4_000n)
    await feed.watch(['A'])
    world.setReserve('base', 'A', 500n, 20n)
    world.setReserve('quote', 'A', 8_000n, 20n)
    ticks = []
    world.setReserve('base', 'A', 1_000n, 19n)
    world.setReserve('quote', 'A', 1_000n, 19n)
    await advance(1_000)
    expect(ticks).toEqual([])
    expect(feed.latest('A')!.priceUsd.toFixed()).toBe('16')
  })

  it('keeps a token until its last watcher leaves', async () => {
    world.addPool('A', 1_000n, 4_000n)
    await feed.watch(['A'])
    await feed.watch(['A'])
    await feed.unwatch(['A'])
    expect(feed.latest('A')).toBeDefined()
    await feed.unwatch(['A'])
    expect(feed.latest('A')).toBeUndefined()
    expect(world.watched.size).toBe(0)
  })

  it('asks the vendor for a token without a pool, and knows no price when the vendor leaves it out', async () => {
    vendor.set('X', '0.00000123')
    await feed.watch(['X', 'Y'])
    expect(feed.latest('X')).toMatchObject({ source: 'vendor', pool: null })
    expect(feed.latest('X')!.priceUsd.toFixed()).toBe('0.00000123')
    expect(feed.latest('Y')).toBeUndefined()
    vendor.delete('X')
    await advance(2_000)
    expect(feed.latest('X')).toBeUndefined()
  })

  it('keeps the last vendor price while the vendor does not answer, and lets it age', async () => {
    vendor.set('X', '2')
    await feed.watch(['X'])
    vendor.set('down', '1')
    const at = feed.confirmedAt('X')!
    await advance(6_000)
    expect(feed.latest('X')!.priceUsd.toFixed()).toBe('2')
    expect(feed.confirmedAt('X')).toEqual(at)
  })

  it('holds a quiet pool for current while slots arrive', async () => {
    world.addPool('A', 1_000n, 4_000n)
    await feed.watch(['A'])
    await advance(2_500)
    world.slot(16n)
    expect(feed.confirmedAt('A')).toEqual(new Date())
    expect(asked).toEqual([])
  })

  it('polls the accounts within five seconds when the stream falls silent', async () => {
    world.addPool('A', 1_000n, 4_000n)
    await feed.watch(['A'])
    world.setSilently('base', 'A', 500n, 14n)
    world.setSilently('quote', 'A', 8_000n, 14n)
    await advance(5_000)
    expect(feed.latest('A')).toMatchObject({ source: 'account-poll', slot: 14n })
    expect(feed.latest('A')!.priceUsd.toFixed()).toBe('16')
    expect(Date.now() - feed.confirmedAt('A')!.getTime()).toBeLessThanOrEqual(1_000)
  })

  it('F15 polls when the stream goes on and is far behind the chain, until it has caught up', async () => {
    world.addPool('A', 1_000n, 4_000n)
    await feed.watch(['A'])
    const goesOn = async (slots: number[]) => {
      for (const slot of slots) {
        world.slot(BigInt(slot))
        await advance(500)
      }
    }
    tip = 60n
    world.setSilently('base', 'A', 500n, 60n)
    world.setSilently('quote', 'A', 8_000n, 60n)
    await goesOn([11, 12, 13, 14, 15, 16])
    expect(feed.latest('A')).toMatchObject({ source: 'account-poll', slot: 60n })
    expect(feed.lastSlot()).toBeNull()
    expect(Date.now() - feed.confirmedAt('A')!.getTime()).toBeLessThanOrEqual(1_000)
    await goesOn([60, 61, 62])
    expect(feed.lastSlot()).toMatchObject({ slot: 62n })
    expect(feed.confirmedAt('A')).toEqual(feed.lastSlot()!.at)
  })

  it('asks the vendor when neither stream nor accounts answer', async () => {
    world.addPool('A', 1_000n, 4_000n)
    vendor.set('A', '3.5')
    await feed.watch(['A'])
    world.state.readerDown = true
    await advance(7_000)
    expect(feed.latest('A')).toMatchObject({ source: 'vendor', pool: null })
    expect(feed.latest('A')!.slot).toBeGreaterThanOrEqual(1n)
  })

  it('looks again for a pool after a failure', async () => {
    world.addPool('A', 1_000n, 4_000n)
    world.state.readerDown = true
    await feed.watch(['A'])
    expect(feed.latest('A')).toBeUndefined()
    world.state.readerDown = false
    await advance(12_500)
    expect(feed.latest('A')?.priceUsd.toFixed()).toBe('4')
  })

  it('looks at once for who must know now, and twice for nobody', async () => {
    world.addPool(WSOL_MINT, 10n, 1_000n)
    world.addPool('B', 1_000n, 50n, WSOL_MINT)
    world.state.readerDown = true
    await feed.watch(['B'])
    expect(feed.latest('B')).toBeUndefined()
    world.state.readerDown = false
    const before = world.state.reads
    await Promise.all([feed.settle(['B']), feed.settle(['B', 'unwatched'])])
    expect(feed.latest('B')).toMatchObject({ source: 'account-stream', pool: { address: 'pool:B' } })
    expect(world.state.reads - before).toBe(4)
    await feed.settle(['B'])
    expect(world.state.reads - before).toBe(4)
  })

  it('does not use a pool against a token that nobody prices', async () => {
    world.addPool('A', 1_000n, 4_000n, 'OTHER')
    vendor.set('A', '9')
    await feed.watch(['A'])
    expect(feed.latest('A')).toMatchObject({ source: 'vendor' })
  })

  it('goes on when a listener throws', async () => {
    world.addPool('A', 1_000n, 4_000n)
    feed.onTick(() => {
      throw new Error('listener')
    })
    const late: string[] = []
    feed.onTick(({ mint }) => late.push(mint))
    await feed.watch(['A', USDC_MINT])
    expect(late).toEqual(['A'])
  })
})
