import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { lots, lotSales } from '@/drizzle/schema'
import type { Executor } from './client'

type LotRow = typeof lots.$inferSelect
type NewLot = typeof lots.$inferInsert

/** With the position's row locked: `seq` follows the last one. */
export const insertLot = async (tx: Executor, row: Omit<NewLot, 'seq'>): Promise<void> => {
  const seq = sql<number>`(select coalesce(max(${lots.seq}), 0) + 1 from ${lots} where ${lots.positionId} = ${row.positionId})`
  await tx.insert(lots).values({ ...row, seq })
}

/** Lots that still hold something, oldest first. With the position's row locked nobody else changes them. */
export const openLots = async (tx: Executor, positionId: string): Promise<LotRow[]> =>
  tx
    .select()
    .from(lots)
    .where(and(eq(lots.positionId, positionId), gt(lots.remainingRaw, 0n)))
    .orderBy(asc(lots.seq))

export const updateLot = async (tx: Executor, id: string, change: Partial<NewLot>): Promise<void> => {
  await tx.update(lots).set(change).where(eq(lots.id, id))
}

export const insertLotSales = async (tx: Executor, rows: (typeof lotSales.$inferInsert)[]): Promise<void> => {
  await tx.insert(lotSales).values(rows)
}

/** What the lots of a position and their sales account for, of the fees booked on the position. */
export const feesInLots = async (tx: Executor, positionId: string) => {
  const [left] = await tx
    .select({
      lamports: sql<string>`coalesce(sum(${lots.feesLamports}), 0)`,
      usd: sql<string>`coalesce(sum(${lots.feesUsd}), 0)`,
      unvalued: sql<string>`coalesce(sum(${lots.feesUnvaluedLamports}), 0)`,
    })
    .from(lots)
    .where(eq(lots.positionId, positionId))
  const [sold] = await tx
    .select({
      lamports: sql<string>`coalesce(sum(${lotSales.feesLamports}), 0)`,
      usd: sql<string>`coalesce(sum(${lotSales.feesUsd}), 0)`,
      unvalued: sql<string>`coalesce(sum(${lotSales.feesUnvaluedLamports}), 0)`,
    })
    .from(lotSales)
    .where(eq(lotSales.positionId, positionId))
  return [left!, sold!].map(({ lamports, usd, unvalued }) => ({
    feesLamports: BigInt(lamports),
    feesUsd: usd,
    feesUnvaluedLamports: BigInt(unvalued),
  }))
}
