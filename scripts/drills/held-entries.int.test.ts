import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { alerts, dcaPlans, locks, orders } from '@/drizzle/schema'
import { dcaInput } from '@/lib/contracts/dca'
import { insertLock } from '@/lib/db/lock-repository'
import { storeRiskLimits } from '@/lib/db/risk-limit-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { createDcaPlan } from '@/lib/services/dca/create-dca-plan'
import { resolveToken } from '@/lib/services/tokens/resolve-token'
import { preparingWith } from './preparing-with'
import { openTradingWorld, type Trader, type TradingWorld } from './trading-world'

let world: TradingWorld
/** Called when a swap of a purchase is built: after it was triggered, before it is stored. */
let betweenTriggerAndSend: (() => Promise<unknown>) | null = null

beforeAll(async () => {
  world = await openTradingWorld()
  await world.startTrading((deps) => ({
    ...deps,
    router: preparingWith(deps.router, async ({ priority }, usual) => {
      const prepared = await usual()
      if (priority === 'entry') await betweenTriggerAndSend?.()
      return prepared
    }),
  }))
})
afterAll(() => world.close())

const priceOf = async (symbol: string) => {
  const market = await world.control<{ symbol: string; priceUsd: string }[]>('GET', '/market')
  return decimal(market.find((token) => token.symbol === symbol)!.priceUsd)
}
const placeBelow = async (trader: Trader, token: string, pct: number) => {
  const limitPriceUsd = (await priceOf(token))
    .mul(100 - pct)
    .div(100)
    .toSignificantDigits(9)
    .toFixed()
  const { orderId } = await trader.placeBuy({ token, amountUsd: 50, limitPriceUsd })
  expect(await world.order(orderId)).toMatchObject({ waiting: true, denial: null })
  return orderId
}
const held = (id: string, code: string) =>
  world.until(`held back: ${code}`, async () => {
    const order = await world.order(id)
    return order.waiting && order.denial?.code === code && order
  })
const lock = async ({ userId }: { userId: number }) =>
  insertLock(world.db, {
    id: randomUUID(),
    userId,
    kind: 'STOPLOSS_GUARD',
    reason: 'Four positions were stopped out.',
    evidence: randomUUID(),
    until: new Date(Date.now() + 3_600_000),
    createdAt: new Date(),
  })
const unlock = ({ userId }: { userId: number }) =>
  world.db
    .update(locks)
    .set({ removedAt: new Date(), removedBy: { kind: 'user' } })
    .where(eq(locks.userId, userId))
const limitsOf = (trader: Trader, limits: object) =>
  storeRiskLimits(world.db, trader.user.userId, { ...limits, updatedAt: new Date() })
const open = async (trader: Trader, token: string, amountUsd: number) => {
  const { orderId } = await trader.placeBuy({ token, amountUsd, stopLossPct: 60 })
  expect((await world.finished(orderId)).status).toBe('FILLED')
}
const sent = async (trader: Trader) => (await trader.ledger()).transactions.length

it('holds a limit entry back while a lock stands, says so once, and buys when it is gone', async () => {
  const trader = await world.newTrader()
  const id = await placeBelow(trader, 'WIF', 3)
  await lock(trader.user)
  await world.price('WIF', { changePct: -5 })
  await held(id, 'risk.locked')
  const [asked] = await world.db.select().from(orders).where(eq(orders.id, id))
  await world.until('it is asked again', async () => {
    const [row] = await world.db.select().from(orders).where(eq(orders.id, id))
    return row!.notBefore! > asked!.notBefore!
  })
  const order = await held(id, 'risk.locked')
  expect(order.timeline.filter(({ step }) => step === 'held')).toMatchObject([
    { detail: expect.stringContaining('It keeps waiting') },
  ])
  const told = await world.db.select().from(alerts).where(eq(alerts.userId, trader.user.userId))
  expect(told).toMatchObject([{ title: 'A limit entry is held back', level: 'warn' }])
  await unlock(trader.user)
  expect(await world.finished(id)).toMatchObject({ status: 'FILLED', denial: null })
})

it("holds it back once the day's loss is reached, and ends one that its limit can never pass", async () => {
  const trader = await world.newTrader()
  await open(trader, 'JUP', 400)
  const [first, second] = [await placeBelow(trader, 'BONK', 3), await placeBelow(trader, 'POPCAT', 3)]
  await world.price('JUP', { changePct: -10 })
  await limitsOf(trader, { maxDailyLossUsd: '20' })
  await world.price('BONK', { changePct: -5 })
  const order = await held(first, 'risk.daily_loss')
  expect(order.denial!.detail).toMatch(/^Today's loss of \$\d+\.\d\d has reached your limit of \$20\.00/)
  await limitsOf(trader, { maxDailyLossUsd: '1000', maxPositionUsd: '40' })
  expect(await world.finished(first)).toMatchObject({
    status: 'CANCELLED',
    denial: { code: 'risk.position_size' },
    attempts: [],
  })
  await limitsOf(trader, { maxPositionUsd: '400' })
  await world.price('POPCAT', { changePct: -5 })
  expect(await world.finished(second)).toMatchObject({ status: 'FILLED' })
})

it('counts what moves together when the price comes, not itself', async () => {
  const trader = await world.newTrader()
  await limitsOf(trader, { maxCorrelated: 1 })
  const id = await placeBelow(trader, 'WIF', 3)
  // The correlation limit lets one in: itself. A second one that waits is one too many.
  await limitsOf(trader, { maxCorrelated: 2 })
  await open(trader, 'WIF', 20)
  await limitsOf(trader, { maxCorrelated: 1 })
  await world.price('WIF', { changePct: -5 })
  await held(id, 'risk.correlation')
  await limitsOf(trader, { maxCorrelated: 2 })
  expect(await world.finished(id)).toMatchObject({ status: 'FILLED' })
})

it('sends nothing when a lock or the daily loss comes between trigger and send', async () => {
  const trader = await world.newTrader()
  await open(trader, 'JUP', 400)
  await world.price('JUP', { changePct: -10 })
  const id = await placeBelow(trader, 'BONK', 3)
  const before = await sent(trader)
  betweenTriggerAndSend = () => limitsOf(trader, { maxDailyLossUsd: '20' })
  await world.price('BONK', { changePct: -5 })
  const order = await held(id, 'risk.daily_loss')
  expect(order.timeline.map(({ step }) => step)).toContain('triggered')
  expect(order.attempts).toEqual([])

  await limitsOf(trader, { maxDailyLossUsd: '1000' })
  betweenTriggerAndSend = () => lock(trader.user)
  const { orderId } = await trader.placeBuy({ token: 'POPCAT', amountUsd: 20 })
  expect(await world.finished(orderId)).toMatchObject({
    status: 'CANCELLED',
    denial: { code: 'risk.locked' },
    attempts: [],
  })
  betweenTriggerAndSend = null
  expect(await sent(trader)).toBe(before)
  await unlock(trader.user)
  expect(await world.finished(id)).toMatchObject({ status: 'FILLED', denial: null })
})

it('denies a recurring purchase that a lock keeps out, says why, and goes on with the plan', async () => {
  const trader = await world.newTrader()
  await lock(trader.user)
  const ctx = {
    actor: { kind: 'user' as const, id: '' },
    userId: trader.user.userId,
    now: () => new Date(),
    newId: randomUUID,
  }
  const { directory } = world.parts
  const resolve = (text: string) => resolveToken({ db: world.db, directory, now: ctx.now }, text)
  const plan = await createDcaPlan(
    { db: world.db, resolveToken: resolve },
    ctx,
    dcaInput.parse({ token: 'BONK', amountUsd: 20, everyMinutes: 60, count: 2 }),
  )
  const ofPlan = (seq: number) =>
    world.until(`purchase ${seq}`, async () => {
      const own = and(eq(orders.dcaPlanId, plan.id), eq(orders.dcaSeq, seq))
      const [row] = await world.db.select().from(orders).where(own)
      return row
    })
  expect(await ofPlan(1)).toMatchObject({ status: 'DENIED', denialCode: 'risk.locked' })
  const row = () => world.db.select().from(dcaPlans).where(eq(dcaPlans.id, plan.id))
  await world.until('it is noted', async () => (await row())[0]!.lastNote)
  expect((await row())[0]).toMatchObject({ status: 'ACTIVE', done: 1 })

  // The next one is accepted, and the lock comes before it is sent.
  await unlock(trader.user)
  betweenTriggerAndSend = () => lock(trader.user)
  await world.db.update(dcaPlans).set({ nextAt: new Date() }).where(eq(dcaPlans.id, plan.id))
  const second = await world.finished((await ofPlan(2)).id)
  betweenTriggerAndSend = null
  expect(second).toMatchObject({ status: 'CANCELLED', denial: { code: 'risk.locked' }, attempts: [] })
})
