import { and, eq, gte, inArray, notInArray, sql } from 'drizzle-orm'
import { lotSales, orderAttempts, orders, positions } from '@/drizzle/schema'
import { decimal, decimalString } from '@/lib/domain/money/decimal'
import { liveStatuses } from '@/lib/domain/positions/position-status'
import type { Executor } from './client'
import { oneOfUsers } from './one-of-users'

export type RealizedFigures = { realizedUsd: string; todayUsd: string; closed: number; wins: number }

type Sums = { all: string; recent: string }
const NOTHING: Sums = { all: '0', recent: '0' }

/**
 * Realised dollars over all time and since a moment: what each sale of each lot brought after its fees, less
 * the fees of failed attempts of entries that bought nothing. With how many positions closed, and with a profit.
 * Has figures for every user that is asked for.
 */
export const realizedFigures = async (
  db: Executor,
  userIds: readonly number[],
  since: Date,
): Promise<ReadonlyMap<number, RealizedFigures>> => {
  const [sales, lost, closed] = await Promise.all([
    salesOf(db, userIds, since),
    lostFees(db, userIds, since),
    closedOf(db, userIds),
  ])
  const net = (brought: string, fees: string) => decimalString(decimal(brought).minus(decimal(fees)))
  const figuresOf = (userId: number): RealizedFigures => {
    const [brought, fees] = [sales.get(userId) ?? NOTHING, lost.get(userId) ?? NOTHING]
    return {
      realizedUsd: net(brought.all, fees.all),
      todayUsd: net(brought.recent, fees.recent),
      ...(closed.get(userId) ?? { closed: 0, wins: 0 }),
    }
  }
  return new Map(userIds.map((userId) => [userId, figuresOf(userId)]))
}

const salesOf = async (
  db: Executor,
  userIds: readonly number[],
  since: Date,
): Promise<ReadonlyMap<number, Sums>> => {
  const rows = await db
    .select({
      userId: positions.userId,
      all: sql<string>`coalesce(sum(${lotSales.realisedUsd}), 0)`,
      recent: sql<string>`coalesce(sum(${lotSales.realisedUsd}) filter (where ${gte(lotSales.at, since)}), 0)`,
    })
    .from(lotSales)
    .innerJoin(positions, eq(positions.id, lotSales.positionId))
    .where(oneOfUsers(positions.userId, userIds))
    .groupBy(positions.userId)
  return new Map(rows.map((row) => [row.userId, row]))
}

const lostFees = async (
  db: Executor,
  userIds: readonly number[],
  since: Date,
): Promise<ReadonlyMap<number, Sums>> => {
  const fees = orderAttempts.feeUsd
  const rows = await db
    .select({
      userId: orders.userId,
      all: sql<string>`coalesce(sum(${fees}), 0)`,
      recent: sql<string>`coalesce(sum(${fees}) filter (where ${gte(orderAttempts.resolvedAt, since)}), 0)`,
    })
    .from(orderAttempts)
    .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
    .where(
      and(
        oneOfUsers(orders.userId, userIds),
        eq(orders.side, 'BUY'),
        notInArray(orders.status, ['FILLED', 'PARTIALLY_FILLED']),
        eq(orderAttempts.status, 'FAILED'),
      ),
    )
    .groupBy(orders.userId)
  return new Map(rows.map((row) => [row.userId, row]))
}

const closedOf = async (
  db: Executor,
  userIds: readonly number[],
): Promise<ReadonlyMap<number, { closed: number; wins: number }>> => {
  const net = sql`(${positions.proceedsRaw} - ${positions.costRaw}) / 1000000.0 - ${positions.feesUsd}`
  const closed = sql`${positions.closedAt} is not null`
  const rows = await db
    .select({
      userId: positions.userId,
      closed: sql<string>`count(*) filter (where ${closed})`,
      wins: sql<string>`count(*) filter (where ${closed} and ${net} > 0)`,
    })
    .from(positions)
    .where(oneOfUsers(positions.userId, userIds))
    .groupBy(positions.userId)
  return new Map(rows.map((row) => [row.userId, { closed: Number(row.closed), wins: Number(row.wins) }]))
}

/** What sales out of positions that are still held have realised, by position. */
export const realizedOfLivePositions = async (
  db: Executor,
  userIds: readonly number[],
): Promise<ReadonlyMap<string, string>> => {
  const rows = await db
    .select({ id: lotSales.positionId, usd: sql<string>`sum(${lotSales.realisedUsd})` })
    .from(lotSales)
    .innerJoin(positions, eq(positions.id, lotSales.positionId))
    .where(and(oneOfUsers(positions.userId, userIds), inArray(positions.status, [...liveStatuses])))
    .groupBy(lotSales.positionId)
  return new Map(rows.map(({ id, usd }) => [id, usd]))
}
