import { and, desc, eq, gte, inArray, sql } from 'drizzle-orm'
import { orderAttempts, orderEvents, orders } from '@/drizzle/schema'
import { liveAttemptStatuses } from '@/lib/domain/orders/attempt-status'
import { isUniqueViolation, type Executor } from './client'

export type AttemptRow = typeof orderAttempts.$inferSelect
export type NewAttempt = typeof orderAttempts.$inferInsert

/**
 * Stores a signed transaction, and its line in the timeline, before anyone may send it. null: the order
 * is no longer being worked on or was cut down, or another attempt may still land; the signed bytes must be thrown away.
 */
export const storeAttempt = async (db: Executor, row: NewAttempt): Promise<AttemptRow | null> => {
  try {
    return await db.transaction((tx) => storeAttemptIn(tx, row))
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}

/** The same without a savepoint: where another attempt may still land it throws, and the transaction is lost. */
export const storeAttemptIn = async (tx: Executor, row: NewAttempt): Promise<AttemptRow | null> => {
  const [order] = await tx
    .select({ status: orders.status, inputRaw: orders.inputRaw })
    .from(orders)
    .where(eq(orders.id, row.orderId))
    .for('no key update')
  if (order?.status !== 'WORKING') return null
  // The order was cut down while this was prepared: it would sell more than is left.
  if (row.inputRaw > order.inputRaw) return null
  const [[stored]] = await Promise.all([
    tx.insert(orderAttempts).values(row).returning(),
    tx.insert(orderEvents).values({
      orderId: row.orderId,
      at: row.signedAt,
      step: 'signed',
      detail: `${row.signature} via ${row.venue}, stored before sending.`,
    }),
  ])
  return stored!
}

export const liveAttempt = async (db: Executor, orderId: string): Promise<AttemptRow | null> =>
  (
    await db
      .select()
      .from(orderAttempts)
      .where(and(eq(orderAttempts.orderId, orderId), inArray(orderAttempts.status, liveAttemptStatuses)))
  )[0] ?? null

export const lastAttempt = async (db: Executor, orderId: string): Promise<AttemptRow | null> =>
  (
    await db
      .select()
      .from(orderAttempts)
      .where(eq(orderAttempts.orderId, orderId))
      .orderBy(desc(orderAttempts.seq))
      .limit(1)
  )[0] ?? null

export const markSent = async (db: Executor, id: string, at: Date): Promise<void> => {
  await db
    .update(orderAttempts)
    .set({ status: 'SENT', sentAt: at })
    .where(and(eq(orderAttempts.id, id), eq(orderAttempts.status, 'SIGNED')))
}

export type Resolution = {
  status: 'CONFIRMED' | 'FAILED' | 'EXPIRED'
  slot: bigint | null
  feeLamports: bigint | null
  feeUsd?: string | null
  error: string | null
}

/** Compare-and-set from a live state. False: it was resolved already, and its effects booked. */
export const settleAttempt = async (
  tx: Executor,
  id: string,
  resolution: Resolution,
  at: Date,
): Promise<boolean> => {
  const settled = await tx
    .update(orderAttempts)
    .set({ ...resolution, resolvedAt: at })
    .where(and(eq(orderAttempts.id, id), inArray(orderAttempts.status, liveAttemptStatuses)))
    .returning({ id: orderAttempts.id })
  return settled.length === 1
}

/** Lamports that landed but failed attempts of an order cost. */
export const failedAttemptFees = async (tx: Executor, orderId: string): Promise<bigint> => {
  const [row] = await tx
    .select({ sum: sql<string>`coalesce(sum(${orderAttempts.feeLamports}), 0)` })
    .from(orderAttempts)
    .where(and(eq(orderAttempts.orderId, orderId), eq(orderAttempts.status, 'FAILED')))
  return BigInt(row!.sum)
}

/** Landed but failed attempts of a wallet since a moment, whatever order they belong to. */
export const failedLandings = async (
  db: Executor,
  walletId: string,
  since: Date,
): Promise<{ orderId: string; feeLamports: bigint; at: Date }[]> => {
  const rows = await db
    .select({
      orderId: orderAttempts.orderId,
      feeLamports: orderAttempts.feeLamports,
      at: orderAttempts.resolvedAt,
    })
    .from(orderAttempts)
    .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
    .where(
      and(
        eq(orders.walletId, walletId),
        eq(orderAttempts.status, 'FAILED'),
        gte(orderAttempts.resolvedAt, since),
      ),
    )
  return rows.map((row) => ({ orderId: row.orderId, feeLamports: row.feeLamports ?? 0n, at: row.at! }))
}
