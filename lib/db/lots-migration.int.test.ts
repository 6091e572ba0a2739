import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lots, lotSales, orders, positions, tokens, trades, users, wallets } from '@/drizzle/schema'
import { createTestDatabase } from '@/scripts/test/test-database'
import { type DatabaseHandle, openDatabase } from './client'
import { runMigrations } from './migrate'

const FOLDER = path.resolve('drizzle/migrations')
const backfill = (): string[] => {
  const file = readdirSync(FOLDER).find((name) => name.endsWith('lots-and-fees.sql'))!
  const statements = readFileSync(path.join(FOLDER, file), 'utf8').split('--> statement-breakpoint')
  return statements.slice(statements.findIndex((text) => text.includes('Positions from before lots')))
}

let database: Awaited<ReturnType<typeof createTestDatabase>>
let handle: DatabaseHandle
beforeAll(async () => {
  database = await createTestDatabase()
  await runMigrations(database.url)
  handle = openDatabase(database.url, { applicationName: 'test' })
})
afterAll(async () => {
  await handle.close()
  await database.drop()
})

it('gives positions from before lots one lot, with their sales, to the base unit', async () => {
  const { db } = handle
  const at = new Date('2026-11-20T10:00:00Z')
  const [user] = await db.insert(users).values({ displayName: 'Old' }).returning()
  const walletId = randomUUID()
  await db.insert(wallets).values({ id: walletId, userId: user!.id, kind: 'TRADING', address: 'old' })
  await db.insert(tokens).values({ mint: 'old', symbol: 'OLD', name: 'Old', decimals: 5, tokenProgram: 'p' })
  const owner = { userId: user!.id, walletId, tokenMint: 'old' }
  const position = async (amountRaw: bigint, sold: bigint[]): Promise<string> => {
    const id = randomUUID()
    await db.insert(positions).values({
      ...owner,
      id,
      status: amountRaw === 0n ? 'CLOSED' : 'OPEN',
      amountRaw,
      boughtRaw: 1_000n,
      costRaw: 100_000_001n,
      proceedsRaw: 50_000_000n * BigInt(sold.length),
      feesLamports: 2_054_281n,
      feesUsd: '0.3366666666',
      entryPriceUsd: '1',
      takeProfitPct: '20',
      stopLossPct: '10',
      openedAt: at,
      closedAt: amountRaw === 0n ? at : null,
    })
    const fill = async (side: 'BUY' | 'SELL', tokenRaw: bigint, slot: bigint) => {
      const orderId = randomUUID()
      const common = { id: orderId, ...owner, side, inputRaw: 1n, positionId: id, reason: 'MANUAL' }
      await db.insert(orders).values({
        ...common,
        status: 'FILLED',
        algorithm: 'MARKET',
        takeProfitPct: '20',
        stopLossPct: '10',
        exitSeq: Number(slot),
        actor: { kind: 'user' },
        createdAt: at,
        updatedAt: at,
      })
      await db.insert(trades).values({
        id: randomUUID(),
        orderId,
        positionId: id,
        side,
        signature: randomUUID(),
        slot,
        tokenRaw,
        quoteRaw: 50_000_000n,
        feeLamports: 10_000n,
        feeUsd: '0.1',
        priceUsd: '1',
        venue: 'jupiter',
        executedAt: at,
      })
    }
    await fill('BUY', 1_000n, 1n)
    for (const [place, amount] of sold.entries()) await fill('SELL', amount, BigInt(place + 2))
    return id
  }
  const closed = await position(0n, [333n, 667n])
  const open = await position(1_000n - 333n, [333n])
  for (const statement of backfill()) await db.execute(sql.raw(statement))

  const sums = async (id: string) => {
    const [lot] = await db.select().from(lots).where(eq(lots.positionId, id))
    const sales = await db.select().from(lotSales).where(eq(lotSales.positionId, id)).orderBy(lotSales.id)
    const [row] = await db
      .select({
        realised: sql<string>`sum(${lotSales.realisedUsd})`,
        fees: sql<string>`sum(${lotSales.feesUsd})`,
      })
      .from(lotSales)
      .where(eq(lotSales.positionId, id))
    return { lot: lot!, sales, ...row! }
  }
  const all = await sums(closed)
  expect(all.lot).toMatchObject({ remainingRaw: 0n, remainingCostRaw: 0n, feesLamports: 0n, feesUsd: '0' })
  expect(all.sales.map((sale) => [sale.soldRaw, sale.costRaw])).toEqual([
    [333n, 33_300_000n],
    [667n, 66_700_001n],
  ])
  expect(all.sales.reduce((sum, sale) => sum + sale.feesLamports, 0n)).toBe(2_054_281n)
  expect(Number(all.realised)).toBeCloseTo(100 - 100.000001 - 0.3366666666, 12)
  const part = await sums(open)
  expect(part.lot).toMatchObject({ boughtRaw: 1_000n, remainingRaw: 667n, remainingCostRaw: 66_700_001n })
  expect(part.lot.feesLamports + part.sales[0]!.feesLamports).toBe(2_054_281n)
  expect(Number(part.lot.feesUsd) + Number(part.fees)).toBeCloseTo(0.3366666666, 12)
})
