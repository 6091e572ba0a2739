import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { auditLog, lots, trades } from '@/drizzle/schema'
import { findPosition } from '@/lib/db/position-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { booksMatchLedger } from '@/scripts/drills/positions-in-drills'
import { openTradingWorld, type TradingWorld } from '@/scripts/drills/trading-world'
import { valueFees } from './value-fees'

let world: TradingWorld
beforeAll(async () => {
  world = await openTradingWorld()
  await world.startTrading((deps) => ({ ...deps, solPriceUsd: () => Promise.resolve(null) }))
})
afterAll(() => world.close())

it('books a fill while SOL has no price, and puts its fees into dollars once it has one', async () => {
  const { orderId } = await world.placeBuy({ token: 'BONK', amountUsd: 50 })
  const { status, positionId } = await world.finished(orderId)
  expect(status).toBe('FILLED')
  await world.placeSell(positionId!, '40')
  const before = await world.until('a part is sold', async () => {
    const row = await findPosition(world.db, positionId!)
    return row?.status === 'OPEN' && row.proceedsRaw > 0n && row
  })
  expect(before.feesUsd).toBe('0')
  expect(before.feesUnvaluedLamports).toBe(before.feesLamports)

  const price = decimal('163.891234567')
  const value = (sol: typeof price | null) =>
    valueFees({ db: world.db, solPriceUsd: () => Promise.resolve(sol) })
  await value(null)
  await value(price)
  await value(decimal('999'))
  const after = (await findPosition(world.db, positionId!))!
  const usd = decimal(after.feesLamports).mul(price).div(1_000_000_000)
  expect(decimal(after.feesUsd).minus(usd).toFixed()).toBe('0')
  expect(after.feesUnvaluedLamports).toBe(0n)
  const fills = await world.db.select().from(trades).where(eq(trades.positionId, positionId!))
  const told = fills.reduce((sum, fill) => sum.plus(decimal(fill.feeUsd!)), decimal('0'))
  expect(told.minus(usd).toFixed()).toBe('0')
  const [lot] = await world.db.select().from(lots).where(eq(lots.positionId, positionId!))
  expect(lot!.feesUnvaluedLamports).toBe(0n)
  const audit = await world.db.select().from(auditLog).where(eq(auditLog.action, 'fees.valued'))
  expect(audit).toHaveLength(1)

  await world.placeSell(positionId!)
  await world.until('it is sold', async () => (await world.position(positionId!)).status === 'CLOSED')
  await booksMatchLedger(world, positionId!)
})
