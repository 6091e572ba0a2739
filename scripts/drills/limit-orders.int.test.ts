import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { orders, trades } from '@/drizzle/schema'
import { cancelOrder } from '@/lib/services/orders/cancel-order'
import { decimal, type Decimal } from '@/lib/domain/money/decimal'
import { booksMatchLedger, holdingsMatchPositions } from './positions-in-drills'
import { openTradingWorld, type TradingWorld, USDC } from './trading-world'

let world: TradingWorld
let stop: () => Promise<void>
beforeAll(async () => {
  world = await openTradingWorld()
  stop = (await world.startTrading()).stop
})
afterAll(() => world.close())
beforeEach(() => world.control('DELETE', '/faults'))

const priceOf = async (symbol: string): Promise<Decimal> => {
  const market = await world.control<{ symbol: string; priceUsd: string }[]>('GET', '/market')
  return decimal(market.find((token) => token.symbol === symbol)!.priceUsd)
}
const below = async (symbol: string, pct: number) =>
  (await priceOf(symbol))
    .mul(decimal(String(100 - pct)).div(100))
    .toSignificantDigits(9)
    .toFixed()
const place = async (token: string, limitPriceUsd: string, more: object = {}) =>
  (await world.placeBuy({ token, amountUsd: 50, limitPriceUsd, ...more })).orderId
const waits = (id: string) => world.until('it waits', async () => (await world.order(id)).waiting)
const ctx = (userId: number) => ({
  actor: { kind: 'user' as const, id: String(userId) },
  userId,
  now: () => new Date(),
  newId: () => crypto.randomUUID(),
})
const cancel = (id: string, userId: number) =>
  cancelOrder({ db: world.db, live: world.parts.live }, ctx(userId), id)

it('waits above its limit, buys once the price is there, never above the limit', async () => {
  const limit = await below('WIF', 3)
  const id = await place('WIF', limit)
  expect(await world.order(id)).toMatchObject({
    type: 'LIMIT',
    status: 'WORKING',
    waiting: true,
    attempts: [],
  })
  await world.price('WIF', { changePct: -2 })
  await world.until('the pool is priced', async () =>
    world.parts.feed.latest((await world.order(id)).token.mint),
  )
  expect((await world.order(id)).attempts).toEqual([])
  await world.price('WIF', { changePct: -2.5 })
  const order = await world.finished(id)
  expect(order.status, JSON.stringify(order.timeline)).toBe('FILLED')
  expect(order.timeline.map((event) => event.step).slice(0, 4)).toEqual([
    'received',
    'checked',
    'waiting',
    'triggered',
  ])
  const [fill] = await world.db.select().from(trades).where(eq(trades.orderId, id))
  expect(decimal(fill!.priceUsd).lte(decimal(limit))).toBe(true)
  await booksMatchLedger(world, order.positionId!)
})

it('reserves its amount while it waits, and frees it when it is cancelled', async () => {
  const trader = await world.newTrader()
  await world.control('POST', '/transfer', {
    from: trader.user.wallet,
    to: world.user.wallet,
    mint: USDC,
    amountRaw: '9100000000',
  })
  await world.until(
    'the transfer is seen',
    async () => (await world.parts.rpc.balances(trader.user.wallet)).tokens.get(USDC) === 900_000_000n,
  )
  const placeFor500 = async () => {
    const { orderId } = await trader.placeBuy({ token: 'JUP', amountUsd: 500, limitPriceUsd: '0.0000001' })
    return world.order(orderId)
  }
  const first = await placeFor500()
  expect(first.waiting).toBe(true)
  expect(await placeFor500()).toMatchObject({
    status: 'DENIED',
    waiting: false,
    denial: { code: 'risk.insufficient_balance' },
  })
  expect(await cancel(first.id, trader.user.userId)).toMatchObject({ status: 'CANCELLED', waiting: false })
  await expect(cancel(first.id, trader.user.userId)).rejects.toMatchObject({ code: 'validation' })
  expect((await placeFor500()).waiting).toBe(true)
})

it('expires when its time is over', async () => {
  const id = await place('JUP', await below('JUP', 30), {
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
  })
  expect((await world.order(id)).waiting).toBe(true)
  // As if its time had passed.
  await world.db.update(orders).set({ expiresAt: new Date() }).where(eq(orders.id, id))
  const order = await world.finished(id)
  expect(order).toMatchObject({ status: 'EXPIRED', positionId: null, attempts: [] })
  await expect(
    place('JUP', '1', { expiresAt: new Date(Date.now() - 1).toISOString() }),
  ).rejects.toMatchObject({
    code: 'validation',
  })
})

it('survives a restart, and buys what its price came for meanwhile', async () => {
  const id = await place('BONK', await below('BONK', 4))
  await waits(id)
  await stop()
  await world.price('BONK', { changePct: -6 })
  stop = (await world.startTrading()).stop
  const order = await world.finished(id)
  expect(order.status).toBe('FILLED')
  await booksMatchLedger(world, order.positionId!)
})

it('waits again when the price is gone before the purchase, and buys at the next chance', async () => {
  const id = await place('POPCAT', await below('POPCAT', 4))
  await waits(id)
  // The venue sees a higher price than the pool shows: what it would pay is above the limit.
  await world.fault('jupiter', 'error', { value: 503 })
  await world.price('POPCAT', { changePct: -6 })
  await world.until(
    'it waits again',
    async () => {
      const order = await world.order(id)
      return order.waiting && order.timeline.some((event) => event.step === 'triggered')
    },
    30_000,
  )
  await world.control('DELETE', '/faults')
  const order = await world.finished(id, 30_000)
  expect(order.status).toBe('FILLED')
  await booksMatchLedger(world, order.positionId!)
})

it('two workers buy it once', async () => {
  const second = await world.startTrading()
  const id = await place('WIF', await below('WIF', 4))
  await waits(id)
  await world.price('WIF', { changePct: -6 })
  expect((await world.finished(id)).status).toBe('FILLED')
  const fills = await world.db.select().from(trades).where(eq(trades.orderId, id))
  expect(fills).toHaveLength(1)
  const [row] = await world.db.select().from(orders).where(eq(orders.id, id))
  expect(row!.triggeredAt).not.toBeNull()
  await holdingsMatchPositions(world)
  await second.stop()
})
