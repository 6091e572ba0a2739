import { and, eq, gte, inArray, notInArray, sql } from 'drizzle-orm'
import { lotSales, orderAttempts, orders, positions } from '@/drizzle/schema'
import { decimal, decimalString } from '@/lib/domain/money/decimal'
import { liveStatuses } from '@/lib/domain/positions/position-status'
import type { Executor } from './client'

/**
 * Realised dollars over all time and since a moment: what each sale of each lot brought after its fees, less
 * the fees of failed attempts of entries that bought nothing. With how many positions closed, and with a profit.
 */
export const realizedFigures = async (db: Executor, userId: number, since: Date) => {
  const [sales, lost, closed] = await Promise.all([
    salesOf(db, userId, since),
    lostFees(db, userId, since),
    closedOf(db, userId),
  ])
  const net = (brought: string, fees: string) => decimalString(decimal(brought).minus(decimal(fees)))
  return {
    realizedUsd: net(sales.all, lost.all),
    todayUsd: net(sales.recent, lost.recent),
    ...closed,
  }
}

const salesOf = async (db: Executor, userId: number, since: Date) => {
  const [row] = await db
    .select({
      all: sql<string>`coalesce(sum(${lotSales.realisedUsd}), 0)`,
      recent: sql<string>`coalesce(sum(${lotSales.realisedUsd}) filter (where ${gte(lotSales.at, since)}), 0)`,
    })
    .from(lotSales)
    .innerJoin(positions, eq(positions.id, lotSales.positionId))
    .where(eq(positions.userId, userId))
  return row!
}

const lostFees = async (db: Executor, userId: number, since: Date) => {
  const fees = orderAttempts.feeUsd
  const [row] = await db
    .select({
      all: sql<string>`coalesce(sum(${fees}), 0)`,
      recent: sql<string>`coalesce(sum(${fees}) filter (where ${gte(orderAttempts.resolvedAt, since)}), 0)`,
    })
    .from(orderAttempts)
    .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
    .where(
      and(
        eq(orders.userId, userId),
        eq(orders.side, 'BUY'),
        notInArray(orders.status, ['FILLED', 'PARTIALLY_FILLED']),
        eq(orderAttempts.status, 'FAILED'),
      ),
    )
  return row!
}

const closedOf = async (db: Executor, userId: number) => {
  const net = sql`(${positions.proceedsRaw} - ${positions.costRaw}) / 1000000.0 - ${positions.feesUsd}`
  const closed = sql`${positions.closedAt} is not null`
  const [row] = await db
    .select({
      closed: sql<string>`count(*) filter (where ${closed})`,
      wins: sql<string>`count(*) filter (where ${closed} and ${net} > 0)`,
    })
    .from(positions)
    .where(eq(positions.userId, userId))
  return { closed: Number(row!.closed), wins: Number(row!.wins) }
}

/** What sales out of positions that are still held have realised, by position. */
export const realizedOfLivePositions = async (
  db: Executor,
  userId: number,
): Promise<ReadonlyMap<string, string>> => {
  const rows = await db
    .select({ id: lotSales.positionId, usd: sql<string>`sum(${lotSales.realisedUsd})` })
    .from(lotSales)
    .innerJoin(positions, eq(positions.id, lotSales.positionId))
    .where(and(eq(positions.userId, userId), inArray(positions.status, [...liveStatuses])))
    .groupBy(lotSales.positionId)
  return new Map(rows.map(({ id, usd }) => [id, usd]))
}
