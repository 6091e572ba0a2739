import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { orders } from '@/drizzle/schema'
import { decimal } from '@/lib/domain/money/decimal'
import { openTradingWorld, type TradingWorld } from './trading-world'

let world: TradingWorld
beforeAll(async () => {
  world = await openTradingWorld()
  await world.startTrading()
})
afterAll(() => world.close())

const placeBelow = async (token: string, pct: number, acknowledge: string[] = []): Promise<string> => {
  const market = await world.control<{ symbol: string; priceUsd: string }[]>('GET', '/market')
  const limitPriceUsd = decimal(market.find(({ symbol }) => symbol === token)!.priceUsd)
    .mul(100 - pct)
    .div(100)
    .toSignificantDigits(9)
    .toFixed()
  const { orderId } = await world.placeBuy({ token, amountUsd: 50, limitPriceUsd, acknowledge })
  expect(await world.order(orderId)).toMatchObject({ waiting: true })
  return orderId
}
const safetyOf = async (id: string) =>
  (await world.db.select({ safety: orders.safety }).from(orders).where(eq(orders.id, id)))[0]!.safety!

it('F25 does not buy at a limit what has turned bad while it waited', async () => {
  const accepted = ['transfer-tax', 'verified']
  const id = await placeBelow('TAXED', 4, accepted)
  expect((await safetyOf(id)).accepted).toEqual(accepted)
  // The tax makes a token dearer too, so the price must fall by more than that.
  await world.control('PUT', '/tokens/TAXED', { taxBps: 1_100 })
  await world.price('TAXED', { changePct: -30 })
  const order = await world.finished(id)
  expect(order).toMatchObject({
    status: 'CANCELLED',
    denial: { code: 'token.unsafe', extra: { blocked: ['transfer-tax'] } },
    attempts: [],
  })
  expect(order.timeline.at(-1)!.detail).toContain('nothing was spent')
})

it('keeps the verdict it was bought on', async () => {
  const id = await placeBelow('BONK', 3)
  const before = await safetyOf(id)
  await world.price('BONK', { changePct: -5 })
  expect((await world.finished(id)).status).toBe('FILLED')
  const after = await safetyOf(id)
  expect(Date.parse(after.checkedAt)).toBeGreaterThan(Date.parse(before.checkedAt))
  expect(after.checks.map(({ id: check }) => check)).toEqual(before.checks.map(({ id: check }) => check))
})
