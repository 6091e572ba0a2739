import { and, type Column, eq, gte, inArray, isNotNull, isNull, ne, type SQL, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { lots, lotSales, orderAttempts, orders, positions, trades } from '@/drizzle/schema'
import { liveAttemptStatuses } from '@/lib/domain/orders/attempt-status'
import type { Executor } from './client'
import { grouped } from './grouped'
import { oneOfIds } from './one-of-ids'

/** Positions with fees that no SOL price was known for when they were paid. */
export const positionsWithUnvaluedFees = async (db: Executor): Promise<{ id: string; userId: number }[]> =>
  db
    .select({ id: positions.id, userId: positions.userId })
    .from(positions)
    .where(ne(positions.feesUnvaluedLamports, 0n))

/**
 * Puts every fee of a position that waits for a SOL price into dollars. With its row locked. What the lots
 * and their sales account for and what the position paid stay equal: all take the same price.
 */
export const valueFeesOfPosition = async (tx: Executor, positionId: string, solPriceUsd: string) => {
  const usd = (lamports: Column): SQL => sql`${lamports} * ${solPriceUsd}::numeric * 0.000000001`
  const valued = (fees: Column, of: Column): SQL => sql`${fees} + ${usd(of)}`
  await tx
    .update(lots)
    .set({ feesUsd: valued(lots.feesUsd, lots.feesUnvaluedLamports), feesUnvaluedLamports: 0n })
    .where(eq(lots.positionId, positionId))
  await tx
    .update(lotSales)
    .set({
      feesUsd: valued(lotSales.feesUsd, lotSales.feesUnvaluedLamports),
      realisedUsd: sql`${lotSales.realisedUsd} - ${usd(lotSales.feesUnvaluedLamports)}`,
      feesUnvaluedLamports: 0n,
    })
    .where(eq(lotSales.positionId, positionId))
  await tx
    .update(trades)
    .set({ feeUsd: usd(trades.feeLamports) })
    .where(and(eq(trades.positionId, positionId), isNull(trades.feeUsd)))
  await tx
    .update(positions)
    .set({ feesUsd: valued(positions.feesUsd, positions.feesUnvaluedLamports), feesUnvaluedLamports: 0n })
    .where(eq(positions.id, positionId))
}

/** The same for failed attempts, which an entry that never filled leaves behind. */
export const valueFailedAttempts = async (db: Executor, solPriceUsd: string): Promise<void> => {
  await db
    .update(orderAttempts)
    .set({ feeUsd: sql`${orderAttempts.feeLamports} * ${solPriceUsd}::numeric * 0.000000001` })
    .where(
      and(
        eq(orderAttempts.status, 'FAILED'),
        isNull(orderAttempts.feeUsd),
        isNotNull(orderAttempts.feeLamports),
      ),
    )
}

/** Lamports: `all` counts the failed ones' whole fee, `failed` is that alone. */
type PaidFees = { all: bigint; failed: bigint }
type Kind = 'under way' | 'filled' | 'failed'

/**
 * What a wallet's transactions have paid in priority fees and tips since a moment, and what those under way will pay; a
 * failed one tips nobody.
 */
export const priorityFeesPaid = grouped<{ walletId: string; since: Date }, PaidFees>(async (db, asked) => {
  const walletIds = [...new Set(asked.map(({ walletId }) => walletId))]
  // Those of one group are asked at the same moment.
  const since = new Date(Math.min(...asked.map((one) => one.since.getTime())))
  const own = oneOfIds(orders.walletId, walletIds)
  const lamports = (of: SQL | Column) => sql<string | null>`sum(${of})`.as('lamports')
  const told = (path: string): SQL => sql`coalesce((${orderAttempts.route} #>> ${path}::text[])::numeric, 0)`
  const underWay = db
    .select({
      kind: sql<Kind>`'under way'`.as('kind'),
      walletId: orders.walletId,
      lamports: lamports(sql`${told('{fee,lamports}')} + ${told('{landing,lamports}')}`),
    })
    .from(orderAttempts)
    .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
    .where(and(own, inArray(orderAttempts.status, liveAttemptStatuses)))
    .groupBy(orders.walletId)
  const filled = db
    .select({
      kind: sql<Kind>`'filled'`.as('kind'),
      walletId: orders.walletId,
      lamports: lamports(sql`${trades.priorityFeeLamports} + ${trades.tipLamports}`),
    })
    .from(trades)
    .innerJoin(orders, eq(orders.id, trades.orderId))
    .where(and(own, gte(trades.executedAt, since)))
    .groupBy(orders.walletId)
  const failed = db
    .select({
      kind: sql<Kind>`'failed'`.as('kind'),
      walletId: orders.walletId,
      lamports: lamports(orderAttempts.feeLamports),
    })
    .from(orderAttempts)
    .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
    .where(and(own, eq(orderAttempts.status, 'FAILED'), gte(orderAttempts.resolvedAt, since)))
    .groupBy(orders.walletId)
  // One statement sees one moment: what is booked meanwhile counts once.
  const rows = await unionAll(underWay, filled, failed)
  return asked.map(({ walletId }) => {
    const own = rows.filter((row) => row.walletId === walletId)
    const sumOf = (some: typeof own): bigint => some.reduce((sum, row) => sum + BigInt(row.lamports ?? 0), 0n)
    return { all: sumOf(own), failed: sumOf(own.filter((row) => row.kind === 'failed')) }
  })
})
