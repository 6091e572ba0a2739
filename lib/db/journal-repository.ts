import { and, asc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import {
  idempotencyKeys,
  lotSales,
  orderAttempts,
  orderEvents,
  orders,
  positions,
  tokens,
  trades,
} from '@/drizzle/schema'
import type { Executor } from './client'

export type JournalRange = { userId: number; from?: Date | undefined; to?: Date | undefined }
type After = { createdAt: Date; id: string }

/** A page of a user's orders, oldest first. */
const ordersOf = (db: Executor, range: JournalRange, after: After | null, limit: number) =>
  db
    .select()
    .from(orders)
    .where(
      and(
        eq(orders.userId, range.userId),
        range.from ? gte(orders.createdAt, range.from) : undefined,
        range.to ? lt(orders.createdAt, range.to) : undefined,
        after
          ? sql`(${orders.createdAt}, ${orders.id}) > (${after.createdAt.toISOString()}::timestamptz, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(asc(orders.createdAt), asc(orders.id))
    .limit(limit)

/** Realised profit of each sell among the orders, summed over the lots it took from. */
const realisedOf = (db: Executor, ids: string[]) =>
  db
    .select({ orderId: trades.orderId, usd: sql<string>`sum(${lotSales.realisedUsd})` })
    .from(lotSales)
    .innerJoin(trades, eq(trades.id, lotSales.tradeId))
    .where(inArray(trades.orderId, ids))
    .groupBy(trades.orderId)

const positionsOf = async (db: Executor, ids: string[]) =>
  ids.length === 0
    ? []
    : db
        .select({ id: positions.id, status: positions.status, exitReason: positions.exitReason })
        .from(positions)
        .where(inArray(positions.id, ids))

export type JournalPage = Awaited<ReturnType<typeof journalPage>>

/** Orders with all that belongs to them, in eight queries however many there are. */
export const journalPage = async (db: Executor, range: JournalRange, after: After | null, limit: number) => {
  const rows = await ordersOf(db, range, after, limit)
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return null
  const mints = [...new Set(rows.map((row) => row.tokenMint))]
  const positionIds = [...new Set(rows.flatMap((row) => row.positionId ?? []))]
  const [known, keys, attempts, events, fills, realised, held] = await Promise.all([
    db.select().from(tokens).where(inArray(tokens.mint, mints)),
    db
      .select({ orderId: idempotencyKeys.orderId, bodyHash: idempotencyKeys.bodyHash })
      .from(idempotencyKeys)
      .where(inArray(idempotencyKeys.orderId, ids)),
    db
      .select()
      .from(orderAttempts)
      .where(inArray(orderAttempts.orderId, ids))
      .orderBy(asc(orderAttempts.seq)),
    db.select().from(orderEvents).where(inArray(orderEvents.orderId, ids)).orderBy(asc(orderEvents.id)),
    db.select().from(trades).where(inArray(trades.orderId, ids)).orderBy(asc(trades.executedAt)),
    realisedOf(db, ids),
    positionsOf(db, positionIds),
  ])
  return { orders: rows, tokens: known, keys, attempts, events, fills, realised, positions: held }
}
