import { and, eq, gte, inArray, isNotNull, sql } from 'drizzle-orm'
import { equitySnapshots, lotSales, orderAttempts, orders, positions, tokens, trades } from '@/drizzle/schema'
import type { Executor } from './client'

const closedIds = (db: Executor, since: Date) =>
  db.selectDistinct({ id: lotSales.positionId }).from(lotSales).where(gte(lotSales.at, since))

/** Positions of all users closed since a moment, with what they made after all fees. */
export const closedSince = async (db: Executor, since: Date) =>
  db
    .select({
      id: positions.id,
      userId: positions.userId,
      mint: positions.tokenMint,
      status: positions.status,
      closedAt: sql<Date>`${positions.closedAt}`.mapWith(positions.closedAt),
      netUsd: sql<string>`(${positions.proceedsRaw} - ${positions.costRaw}) / 1000000.0 - ${positions.feesUsd}`,
    })
    .from(positions)
    .where(
      and(
        inArray(positions.id, closedIds(db, since)),
        isNotNull(positions.closedAt),
        gte(positions.closedAt, since),
      ),
    )

/** Transactions that landed and failed since a moment. */
export const failedAttemptsSince = async (db: Executor, since: Date) =>
  db
    .select({
      id: orderAttempts.id,
      userId: orders.userId,
      at: sql<Date>`${orderAttempts.resolvedAt}`.mapWith(orderAttempts.resolvedAt),
    })
    .from(orderAttempts)
    .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
    .where(and(eq(orderAttempts.status, 'FAILED'), gte(orderAttempts.resolvedAt, since)))

/** Fills since a moment with what was quoted and what came, in base units of what was received. */
export const fillsSince = async (db: Executor, since: Date) =>
  db
    .select({
      id: trades.id,
      userId: orders.userId,
      at: trades.executedAt,
      quotedRaw: orderAttempts.quotedOutRaw,
      receivedRaw:
        sql<bigint>`case when ${trades.side} = 'BUY' then ${trades.tokenRaw} else ${trades.quoteRaw} end`.mapWith(
          trades.tokenRaw,
        ),
    })
    .from(trades)
    .innerJoin(orderAttempts, eq(orderAttempts.signature, trades.signature))
    .innerJoin(orders, eq(orders.id, trades.orderId))
    .where(gte(trades.executedAt, since))

/** Landed transactions since a moment with what they cost the chain, rent left out, and the USDC they traded. */
export const landingsSince = async (db: Executor, since: Date) => {
  const filled = await db
    .select({
      id: trades.id,
      userId: orders.userId,
      at: trades.executedAt,
      feeLamports:
        sql<bigint>`${trades.networkFeeLamports} + ${trades.priorityFeeLamports} + ${trades.tipLamports}`.mapWith(
          trades.feeLamports,
        ),
      quoteRaw: trades.quoteRaw,
    })
    .from(trades)
    .innerJoin(orders, eq(orders.id, trades.orderId))
    .where(gte(trades.executedAt, since))
  const failed = await db
    .select({
      id: orderAttempts.id,
      userId: orders.userId,
      at: sql<Date>`${orderAttempts.resolvedAt}`.mapWith(orderAttempts.resolvedAt),
      feeLamports: sql<bigint>`coalesce(${orderAttempts.feeLamports}, 0)`.mapWith(trades.feeLamports),
    })
    .from(orderAttempts)
    .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
    .where(and(eq(orderAttempts.status, 'FAILED'), gte(orderAttempts.resolvedAt, since)))
  return [...filled, ...failed.map((row) => ({ ...row, quoteRaw: 0n }))]
}

/** Tokens somebody holds and cannot sell, with who made them. */
export const trappedTokens = async (db: Executor) =>
  db
    .selectDistinct({ mint: tokens.mint, symbol: tokens.symbol, deployer: tokens.deployer })
    .from(positions)
    .innerJoin(tokens, eq(tokens.mint, positions.tokenMint))
    .where(eq(positions.status, 'TRAPPED'))

export type SnapshotRow = typeof equitySnapshots.$inferInsert

/** One a minute and user: the first stands. */
export const insertEquitySnapshots = async (db: Executor, rows: readonly SnapshotRow[]): Promise<void> => {
  if (rows.length > 0)
    await db
      .insert(equitySnapshots)
      .values([...rows])
      .onConflictDoNothing()
}

export const equitySince = async (db: Executor, userId: number, since: Date) =>
  db
    .select({
      time: equitySnapshots.time,
      equityUsd: equitySnapshots.equityUsd,
      pnlUsd: equitySnapshots.pnlUsd,
    })
    .from(equitySnapshots)
    .where(and(eq(equitySnapshots.userId, userId), gte(equitySnapshots.time, since)))

/** Users whose equity was recorded since a moment. */
export const usersRecordedSince = async (db: Executor, since: Date): Promise<number[]> =>
  (
    await db
      .selectDistinct({ userId: equitySnapshots.userId })
      .from(equitySnapshots)
      .where(gte(equitySnapshots.time, since))
  ).map(({ userId }) => userId)
