import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dcaPlans, lots, orders } from '@/drizzle/schema'
import { dcaInput } from '@/lib/contracts/dca'
import { decimal } from '@/lib/domain/money/decimal'
import { changeDcaPlan, type DcaChange } from '@/lib/services/dca/change-dca-plan'
import { createDcaPlan } from '@/lib/services/dca/create-dca-plan'
import { resolveToken } from '@/lib/services/tokens/resolve-token'
import { booksMatchLedger, holdingsMatchPositions } from './positions-in-drills'
import { openTradingWorld, type TradingWorld } from './trading-world'

let world: TradingWorld
let stop: () => Promise<void>
beforeAll(async () => {
  world = await openTradingWorld()
  stop = (await world.startTrading()).stop
})
afterAll(() => world.close())

const ctx = () => ({
  actor: { kind: 'user' as const, id: String(world.user.userId) },
  userId: world.user.userId,
  now: () => new Date(),
  newId: () => crypto.randomUUID(),
})
const create = (input: Record<string, unknown>) => {
  const directory = world.parts.directory
  const resolve = (text: string) => resolveToken({ db: world.db, directory, now: () => new Date() }, text)
  return createDcaPlan({ db: world.db, resolveToken: resolve }, ctx(), dcaInput.parse(input))
}
const change = (id: string, what: DcaChange) => changeDcaPlan({ db: world.db }, ctx(), id, what)
const planRow = async (id: string) => (await world.db.select().from(dcaPlans).where(eq(dcaPlans.id, id)))[0]!
const ordersOf = (id: string) =>
  world.db.select().from(orders).where(eq(orders.dcaPlanId, id)).orderBy(asc(orders.dcaSeq))
/** Lets the next purchase fall due now, as if its time had come. */
const hurry = (id: string, agoMs = 0) =>
  world.db
    .update(dcaPlans)
    .set({ nextAt: new Date(Date.now() - agoMs) })
    .where(eq(dcaPlans.id, id))
const filled = (id: string, count: number) =>
  world.until(
    `${count} purchases are booked`,
    async () => {
      const rows = await ordersOf(id)
      return rows.filter((row) => row.status === 'FILLED').length === count && rows
    },
    30_000,
  )

it('builds one position, a lot a purchase, at the average price, and ends after the last', async () => {
  const plan = await create({ token: 'BONK', amountUsd: 20, everyMinutes: 60, count: 3 })
  const [first] = await filled(plan.id, 1)
  await world.price('BONK', { changePct: 5 })
  await hurry(plan.id)
  await filled(plan.id, 2)
  await hurry(plan.id)
  const rows = await filled(plan.id, 3)
  expect(new Set(rows.map((row) => row.positionId))).toEqual(new Set([first!.positionId]))
  expect(await planRow(plan.id)).toMatchObject({
    status: 'COMPLETED',
    done: 3,
    positionId: first!.positionId,
  })
  const position = await world.position(first!.positionId!)
  const held = await world.db.select().from(lots).where(eq(lots.positionId, position.id))
  expect(held).toHaveLength(3)
  const average = decimal(position.costRaw).div(1_000_000).div(decimal(position.amount))
  expect(decimal(position.entryPriceUsd).minus(average).abs().div(average).lt('1e-12')).toBe(true)
  expect(decimal(position.stopLossPriceUsd).div(average).toFixed(4)).toBe('0.9000')
  await booksMatchLedger(world, position.id)
  await world.placeSell(position.id, '50')
  await world.until('half is sold', async () => (await world.position(position.id)).proceedsRaw !== '0')
  await booksMatchLedger(world, position.id)
})

it('opens a new position once the old one is closed', async () => {
  const plan = await create({ token: 'WIF', amountUsd: 20, everyMinutes: 60, count: 5 })
  const [first] = await filled(plan.id, 1)
  await world.placeSell(first!.positionId!)
  await world.until('it is sold', async () => (await world.position(first!.positionId!)).status === 'CLOSED')
  await hurry(plan.id)
  const [, second] = await filled(plan.id, 2)
  expect(second!.positionId).not.toBe(first!.positionId)
  await holdingsMatchPositions(world)
  await change(plan.id, 'cancel')
  await expect(change(plan.id, 'resume')).rejects.toMatchObject({ code: 'validation' })
})

it('after a long stop buys once, not in a burst, and keeps its rhythm', async () => {
  const plan = await create({
    token: 'JUP',
    amountUsd: 20,
    everyMinutes: 10,
    count: 9,
    startAt: new Date(Date.now() + 3_600_000).toISOString(),
  })
  await stop()
  await hurry(plan.id, 65 * 60_000)
  const before = await planRow(plan.id)
  stop = (await world.startTrading()).stop
  const second = await world.startTrading()
  await filled(plan.id, 1)
  const after = await planRow(plan.id)
  expect(after).toMatchObject({ done: 1, status: 'ACTIVE' })
  expect(after.lastNote).toContain('6 earlier')
  expect((after.nextAt.getTime() - before.nextAt.getTime()) % 600_000).toBe(0)
  expect(after.nextAt.getTime()).toBeGreaterThan(Date.now())
  expect(await ordersOf(plan.id)).toHaveLength(1)
  await second.stop()
  await change(plan.id, 'pause')
  await hurry(plan.id)
  expect((await change(plan.id, 'resume')).status).toBe('ACTIVE')
  await change(plan.id, 'cancel')
})

it('records a purchase our rules deny, tells why, and goes on', async () => {
  const plan = await create({ token: 'JUP', amountUsd: 501, everyMinutes: 60, count: 2 })
  const row = await world.until('it was denied', async () => {
    const now = await planRow(plan.id)
    return now.done === 1 && now
  })
  expect(row.lastNote).toContain('500')
  expect(row.status).toBe('ACTIVE')
  expect((await ordersOf(plan.id)).map((order) => [order.status, order.denialCode])).toEqual([
    ['DENIED', 'risk.position_size'],
  ])
})
