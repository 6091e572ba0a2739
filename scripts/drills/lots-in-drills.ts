import { eq, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { lots, lotSales, positions, trades } from '@/drizzle/schema'
import type { Trader } from './trading-world'

/** The lots of a position and their sales sum to its books, and the parts of each trade's fee to the fee. */
export const lotsMatchBooks = async ({ db }: Trader, positionId: string): Promise<void> => {
  const [book] = await db.select().from(positions).where(eq(positions.id, positionId))
  const [held] = await db
    .select({
      bought: sql<string>`sum(${lots.boughtRaw})`,
      cost: sql<string>`sum(${lots.costRaw})`,
      amount: sql<string>`sum(${lots.remainingRaw})`,
      leftCost: sql<string>`sum(${lots.remainingCostRaw})`,
      leftFees: sql<string>`sum(${lots.feesLamports})`,
    })
    .from(lots)
    .where(eq(lots.positionId, positionId))
  const [sold] = await db
    .select({
      amount: sql<string>`coalesce(sum(${lotSales.soldRaw}), 0)`,
      cost: sql<string>`coalesce(sum(${lotSales.costRaw}), 0)`,
      proceeds: sql<string>`coalesce(sum(${lotSales.proceedsRaw}), 0)`,
      fees: sql<string>`coalesce(sum(${lotSales.feesLamports}), 0)`,
      realised: sql<string>`coalesce(sum(${lotSales.realisedUsd}), 0)`,
    })
    .from(lotSales)
    .where(eq(lotSales.positionId, positionId))
  const text = (value: bigint) => value.toString()
  expect(held).toMatchObject({
    bought: text(book!.boughtRaw),
    cost: text(book!.costRaw),
    amount: text(book!.amountRaw),
  })
  expect(BigInt(sold!.amount)).toBe(book!.boughtRaw - book!.amountRaw)
  expect(sold!.proceeds).toBe(text(book!.proceedsRaw))
  expect(BigInt(held!.leftCost) + BigInt(sold!.cost)).toBe(book!.costRaw)
  if (book!.amountRaw === 0n) {
    expect(BigInt(held!.leftFees) + BigInt(sold!.fees)).toBe(book!.feesLamports)
    const [net] = await db
      .select({
        usd: sql<string>`(${positions.proceedsRaw} - ${positions.costRaw}) / 1000000.0 - ${positions.feesUsd}`,
      })
      .from(positions)
      .where(eq(positions.id, positionId))
    const [difference] = await db.execute<{ usd: string }>(
      sql`select ${sold!.realised}::numeric - ${net!.usd}::numeric as usd`,
    )
    expect(Number(difference!.usd)).toBe(0)
  }
  const fills = await db.select().from(trades).where(eq(trades.positionId, positionId))
  for (const fill of fills) {
    const { networkFeeLamports, priorityFeeLamports, tipLamports, rentLamports } = fill
    expect(networkFeeLamports + priorityFeeLamports + tipLamports + rentLamports).toBe(fill.feeLamports)
    expect(tipLamports >= 0n && networkFeeLamports >= 5_000n).toBe(true)
  }
}
