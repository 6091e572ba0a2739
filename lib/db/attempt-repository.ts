import { and, desc, eq, gte, inArray, sql } from 'drizzle-orm'
import { orderAttempts, orderEvents, orders } from '@/drizzle/schema'
import { feeInWords, routeInWords } from '@/lib/domain/execution/route-receipt'
import { liveAttemptStatuses } from '@/lib/domain/orders/attempt-status'
import type { Executor } from './client'
import { grouped } from './grouped'
import { oneOfIds } from './one-of-ids'
import { addOrderEvents } from './order-repository'

export type AttemptRow = typeof orderAttempts.$inferSelect
/** Its number among the attempts of its order is given when it is stored. */
export type NewAttempt = Omit<typeof orderAttempts.$inferInsert, 'seq'>

/**
 * Stores signed transactions of different orders, and their lines in the timeline, before anyone may send them.
 * In place of one stands null where the order is no longer being worked on or was cut down, or another attempt may
 * still land: those signed bytes must be thrown away.
 */
export const storeAttempts = async (
  tx: Executor,
  rows: readonly NewAttempt[],
): Promise<(AttemptRow | null)[]> => {
  const ids = rows.map(({ orderId }) => orderId)
  const worked = await tx
    .select({
      id: orders.id,
      inputRaw: orders.inputRaw,
      // Named in full: drizzle leaves the tables out where it selects from one only.
      attempts: sql<number>`(select coalesce(max(past.seq), 0) from order_attempts past where past.order_id = orders.id)`,
    })
    .from(orders)
    .where(and(oneOfIds(orders.id, ids), eq(orders.status, 'WORKING')))
    .for('no key update')
  const orderOf = new Map(worked.map((order) => [order.id, order]))
  const values = rows.flatMap((row) => {
    const order = orderOf.get(row.orderId)
    // Cut down while this was prepared: it would sell more than is left.
    return order && row.inputRaw <= order.inputRaw ? [{ ...row, seq: order.attempts + 1 }] : []
  })
  if (values.length === 0) return rows.map(() => null)
  const stored = await tx.insert(orderAttempts).values(values).onConflictDoNothing().returning()
  await addOrderEvents(
    tx,
    stored.map((attempt) => ({
      orderId: attempt.orderId,
      at: attempt.signedAt,
      step: 'signed',
      detail: `${attempt.signature} via ${attempt.venue}, stored before sending.${routeInWords(attempt.route, attempt.venue)}${feeInWords(attempt.route)}`,
    })),
  )
  const attemptOf = new Map(stored.map((attempt) => [attempt.id, attempt]))
  return rows.map(({ id }) => attemptOf.get(id) ?? null)
}

export const storeAttempt = async (tx: Executor, row: NewAttempt): Promise<AttemptRow | null> =>
  (await storeAttempts(tx, [row]))[0]!

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

/** The bytes are leaving: noted, with a line in the timeline. Waits for no row: one that is held is just being settled. */
export const markSent = grouped<Pick<AttemptRow, 'id' | 'orderId'> & { at: Date }, void>(async (db, sent) => {
  const at = sent[0]!.at
  const free = db
    .select({ id: orderAttempts.id })
    .from(orderAttempts)
    .where(
      and(
        oneOfIds(
          orderAttempts.id,
          sent.map(({ id }) => id),
        ),
        eq(orderAttempts.status, 'SIGNED'),
      ),
    )
    .for('no key update', { skipLocked: true })
  const marked = db
    .$with('marked')
    .as(
      db
        .update(orderAttempts)
        .set({ status: 'SENT', sentAt: at })
        .where(inArray(orderAttempts.id, free))
        .returning({ id: orderAttempts.id }),
    )
  await db
    .with(marked)
    .insert(orderEvents)
    .values(
      sent.map(({ orderId }) => ({
        orderId,
        at,
        step: 'sent',
        detail: 'Handed to the senders; the same bytes go out again every 2 s.',
      })),
    )
  return sent.map(() => undefined)
})

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

export type FailedLanding = { orderId: string; feeLamports: bigint; at: Date }

/** Landed but failed attempts of a wallet since a moment, whatever order they belong to. */
export const failedLandings = grouped<{ walletId: string; since: Date }, FailedLanding[]>(
  async (db, asked) => {
    const earliest = new Date(Math.min(...asked.map(({ since }) => since.getTime())))
    const walletIds = [...new Set(asked.map(({ walletId }) => walletId))]
    const rows = await db
      .select({
        walletId: orders.walletId,
        orderId: orderAttempts.orderId,
        feeLamports: orderAttempts.feeLamports,
        at: orderAttempts.resolvedAt,
      })
      .from(orderAttempts)
      .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
      .where(
        and(
          oneOfIds(orders.walletId, walletIds),
          eq(orderAttempts.status, 'FAILED'),
          gte(orderAttempts.resolvedAt, earliest),
        ),
      )
    return asked.map(({ walletId, since }) =>
      rows
        .filter((row) => row.walletId === walletId && row.at! >= since)
        .map((row) => ({ orderId: row.orderId, feeLamports: row.feeLamports ?? 0n, at: row.at! })),
    )
  },
)
