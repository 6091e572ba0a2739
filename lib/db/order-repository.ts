import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { idempotencyKeys, orderAttempts, orderEvents, orders, tokens } from '@/drizzle/schema'
import { canBecome, type OrderStatus, unfinishedStatuses } from '@/lib/domain/orders/order-status'
import type { FailureCount } from '@/lib/domain/execution/retry-policy'
import type { Executor } from './client'
import { oneOfIds } from './one-of-ids'
import { decodeCursor } from './page-cursor'
import { isNoSlice } from './unspent-input'

export type OrderRow = typeof orders.$inferSelect
export type NewOrder = typeof orders.$inferInsert

export const insertOrders = async (tx: Executor, rows: readonly NewOrder[]): Promise<void> => {
  await tx.insert(orders).values([...rows])
}

export const insertOrder = (tx: Executor, row: NewOrder): Promise<void> => insertOrders(tx, [row])

export const findOrder = async (db: Executor, id: string): Promise<OrderRow | null> =>
  (await db.select().from(orders).where(eq(orders.id, id)))[0] ?? null

export const findOrders = async (db: Executor, ids: readonly string[]): Promise<OrderRow[]> =>
  ids.length === 0
    ? []
    : db
        .select()
        .from(orders)
        .where(inArray(orders.id, [...ids]))

/**
 * Locks the row until the transaction ends. Whoever touches an order's attempts or its position takes this
 * first: order, attempt, position is the one order of locks.
 */
export const lockOrder = async (tx: Executor, id: string): Promise<OrderRow | null> =>
  (await tx.select().from(orders).where(eq(orders.id, id)).for('no key update'))[0] ?? null

/** The same of many, without waiting: the ids of those that nobody else holds. */
export const lockOrdersAtHand = async (tx: Executor, ids: readonly string[]): Promise<Set<string>> => {
  const rows = await tx
    .select({ id: orders.id })
    .from(orders)
    .where(oneOfIds(orders.id, ids))
    .for('no key update', { skipLocked: true })
  return new Set(rows.map(({ id }) => id))
}

/** Fields that change together with the status. */
export type OrderChange = Partial<
  Pick<NewOrder, 'positionId' | 'denialCode' | 'denialDetail' | 'denialExtra' | 'notBefore'>
>

/** Of a locked sell without a live attempt: it takes over what was queued behind it, and is no slice any more. */
export const enlargeSell = async (
  tx: Executor,
  id: string,
  change: Pick<NewOrder, 'inputRaw' | 'reason' | 'slippageBps'>,
): Promise<void> => {
  const whole = { type: 'MARKET', parentId: null, sliceSeq: null } as const
  await tx
    .update(orders)
    .set({ ...change, ...whole })
    .where(eq(orders.id, id))
}

/** Compare-and-set on the status, along legal edges only. False: someone else moved it first. */
export const moveOrder = async (
  tx: Executor,
  id: string,
  from: readonly OrderStatus[],
  to: OrderStatus,
  at: Date,
  change: OrderChange = {},
): Promise<boolean> => {
  const legal = from.filter((status) => canBecome(status, to))
  if (legal.length === 0) throw new Error(`an order cannot go from ${from.join(' or ')} to ${to}`)
  const moved = await tx
    .update(orders)
    .set({ status: to, updatedAt: at, ...change })
    .where(and(eq(orders.id, id), inArray(orders.status, legal)))
    .returning({ id: orders.id })
  return moved.length === 1
}

/** After a failed attempt: what the order remembers of it, and when it goes on. */
export const storeFailure = async (
  tx: Executor,
  id: string,
  count: FailureCount,
  notBefore: Date | null,
): Promise<void> => {
  await tx
    .update(orders)
    .set({ ...count, notBefore })
    .where(eq(orders.id, id))
}

export const postponeOrder = async (tx: Executor, id: string, notBefore: Date): Promise<void> => {
  await tx.update(orders).set({ notBefore }).where(eq(orders.id, id))
}

export const addOrderEvent = async (
  tx: Executor,
  orderId: string,
  at: Date,
  step: string,
  detail: string,
): Promise<void> => {
  await addOrderEvents(tx, [{ orderId, at, step, detail }])
}

export const addOrderEvents = async (
  tx: Executor,
  events: readonly { orderId: string; at: Date; step: string; detail: string }[],
): Promise<void> => {
  if (events.length > 0) await tx.insert(orderEvents).values([...events])
}

export const lastOrderEvent = async (
  db: Executor,
  orderId: string,
): Promise<{ step: string; detail: string } | null> =>
  (
    await db
      .select({ step: orderEvents.step, detail: orderEvents.detail })
      .from(orderEvents)
      .where(eq(orderEvents.orderId, orderId))
      .orderBy(desc(orderEvents.id))
      .limit(1)
  )[0] ?? null

/** When a step was first told since a moment. */
export const firstOrderEvent = async (
  db: Executor,
  orderId: string,
  step: string,
  since: Date,
): Promise<Date | null> =>
  (
    await db
      .select({ at: orderEvents.at })
      .from(orderEvents)
      .where(and(eq(orderEvents.orderId, orderId), eq(orderEvents.step, step), gte(orderEvents.at, since)))
      .orderBy(asc(orderEvents.id))
      .limit(1)
  )[0]?.at ?? null

/** `createdAt` is the database's own text of it: a date would lose the microseconds. */
export type DueOrder = { id: string; side: 'BUY' | 'SELL'; createdAt: string }

/** Orders a worker must go on with, oldest first, sells before buys; not those that wait for a price or are bought in slices. */
export const dueOrders = async (
  db: Executor,
  at: Date,
  { after, limit }: { after: DueOrder | null; limit: number },
): Promise<DueOrder[]> =>
  db
    .select({ id: orders.id, side: orders.side, createdAt: sql<string>`${orders.createdAt}::text` })
    .from(orders)
    .where(
      and(
        inArray(orders.status, [...unfinishedStatuses]),
        eq(orders.algorithm, 'MARKET'),
        or(ne(orders.type, 'LIMIT'), isNotNull(orders.triggeredAt)),
        or(isNull(orders.notBefore), lte(orders.notBefore, at)),
        after
          ? sql`(${orders.side} = 'BUY', ${orders.createdAt}, ${orders.id}) > (${after.side === 'BUY'}::boolean, ${after.createdAt}::timestamptz, ${after.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(sql`${orders.side} = 'BUY'`, asc(orders.createdAt), asc(orders.id))
    .limit(limit)

/** The sell that is at work on a position; the unique index allows one. */
export const findWorkingSell = async (tx: Executor, positionId: string): Promise<OrderRow | null> => {
  const [row] = await tx
    .select()
    .from(orders)
    .where(
      and(
        eq(orders.positionId, positionId),
        eq(orders.side, 'SELL'),
        // Of a sale in slices: the slice, not the order.
        eq(orders.algorithm, 'MARKET'),
        inArray(orders.status, ['RECEIVED', 'WORKING', 'UNKNOWN', 'AWAITING_SIGNATURE']),
      ),
    )
  return row ?? null
}

export const findIdempotencyKey = async (db: Executor, userId: number, route: string, key: string) =>
  (
    await db
      .select()
      .from(idempotencyKeys)
      .where(
        and(
          eq(idempotencyKeys.userId, userId),
          eq(idempotencyKeys.route, route),
          eq(idempotencyKeys.key, key),
        ),
      )
  )[0] ?? null

export const insertIdempotencyKey = async (
  tx: Executor,
  row: typeof idempotencyKeys.$inferInsert,
): Promise<void> => {
  await tx.insert(idempotencyKeys).values(row)
}

export type OrderQuery = { userId: number; status?: readonly OrderStatus[]; cursor?: string; limit: number }

/** Newest first, slices within their orders. One more than asked for, so that the caller knows whether a next page exists. */
export const listOrderRows = async (db: Executor, query: OrderQuery): Promise<OrderRow[]> => {
  const cursor = query.cursor ? decodeCursor(query.cursor) : null
  return db
    .select()
    .from(orders)
    .where(
      and(
        eq(orders.userId, query.userId),
        isNoSlice,
        query.status ? inArray(orders.status, [...query.status]) : undefined,
        cursor
          ? sql`(${orders.createdAt}, ${orders.id}) < (${cursor.at.toISOString()}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(query.limit + 1)
}

/** Tokens, attempts and events of a page of orders, in three queries. */
export const orderDetails = async (db: Executor, rows: readonly OrderRow[]) => {
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return { tokens: [], attempts: [], events: [] }
  const [tokenRows, attempts, events] = await Promise.all([
    db
      .select()
      .from(tokens)
      .where(inArray(tokens.mint, [...new Set(rows.map((row) => row.tokenMint))])),
    db
      .select({
        orderId: orderAttempts.orderId,
        signature: orderAttempts.signature,
        venue: orderAttempts.venue,
        status: orderAttempts.status,
        slot: orderAttempts.slot,
        error: orderAttempts.error,
      })
      .from(orderAttempts)
      .where(inArray(orderAttempts.orderId, ids))
      .orderBy(asc(orderAttempts.seq)),
    db.select().from(orderEvents).where(inArray(orderEvents.orderId, ids)).orderBy(asc(orderEvents.id)),
  ])
  return { tokens: tokenRows, attempts, events }
}
