import { describe, expect, it } from 'vitest'
import type { WaitingOrder } from '@/lib/db/limit-order-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import type { PriceTick } from '../prices/price-tick'
import { LimitMonitor } from './limit-monitor'

const start = new Date('2026-11-22T12:00:00Z')

const tickAt = (priceUsd: string): PriceTick => ({
  mint: 'meme',
  priceUsd: decimal(priceUsd),
  pool: {
    address: 'pool',
    kind: 'constant-product',
    baseMint: 'meme',
    quoteMint: USDC_MINT,
    baseDecimals: 6,
    quoteDecimals: 6,
    baseReserve: 10n ** 15n,
    quoteReserve: BigInt(decimal(priceUsd).mul('1000000000000000').toFixed(0)),
    tradeFeeMillionths: 2_500n,
  },
  quoteUsd: decimal('1'),
  slot: 1n,
  at: start,
  source: 'account-stream',
})

const entry = (more: Partial<WaitingOrder> = {}): WaitingOrder => ({
  id: 'one',
  tokenMint: 'meme',
  inputRaw: 100_000_000n,
  limitPriceUsd: '1',
  expiresAt: new Date(start.getTime() + 60_000),
  notBefore: null,
  ...more,
})

const monitor = (rows: WaitingOrder[], confirmed: Date | null = start) => {
  const seen: string[] = []
  const world = {
    rows,
    now: start,
    latest: undefined as PriceTick | undefined,
    seen,
    watched: [] as string[],
  }
  let listener: (tick: PriceTick) => void = () => {}
  const limits = new LimitMonitor({
    feed: {
      watch: async (mints) => void world.watched.push(...mints),
      unwatch: async (mints) => void (world.watched = world.watched.filter((mint) => !mints.includes(mint))),
      latest: () => world.latest,
      confirmedAt: () => confirmed,
      onTick: (callback) => {
        listener = callback
        return () => {}
      },
    },
    loadWaiting: async () => world.rows,
    trigger: async (id) => void seen.push(`buy ${id}`),
    expire: async (id) => void seen.push(`expire ${id}`),
    logger: { error: () => {} },
    now: () => world.now,
  })
  limits.start()
  return Object.assign(world, {
    sweep: () => limits.sweep(),
    tick: (price: string) => listener(tickAt(price)),
  })
}

describe('the monitor of limit entries', () => {
  it('buys on the tick that brings the price, fee and impact included, not on the one before', async () => {
    const world = monitor([entry()])
    await world.sweep()
    expect(world.watched).toEqual(['meme'])
    world.tick('1.01')
    // The spot price is below the limit, but a token costs 0.25 % more than that.
    world.tick('0.999')
    expect(world.seen).toEqual([])
    world.tick('0.99')
    expect(world.seen).toEqual(['buy one'])
  })

  it('finds on a sweep what no tick told, and never on a stale price', async () => {
    const fresh = monitor([entry()])
    fresh.latest = tickAt('0.9')
    await fresh.sweep()
    expect(fresh.seen).toEqual(['buy one'])
    const stale = monitor([entry()], new Date(start.getTime() - 60_000))
    stale.latest = tickAt('0.9')
    await stale.sweep()
    expect(stale.seen).toEqual([])
  })

  it('leaves an entry alone until its pause is over, and ends it when its time is', async () => {
    const world = monitor([entry({ notBefore: new Date(start.getTime() + 1_000) })])
    await world.sweep()
    world.tick('0.9')
    expect(world.seen).toEqual([])
    world.now = new Date(start.getTime() + 60_000)
    await world.sweep()
    expect(world.seen).toEqual(['expire one'])
  })

  it('forgets what no longer waits, and watches its token no more', async () => {
    const world = monitor([entry()])
    await world.sweep()
    world.rows = []
    await world.sweep()
    world.tick('0.5')
    expect(world.seen).toEqual([])
    expect(world.watched).toEqual([])
  })
})
