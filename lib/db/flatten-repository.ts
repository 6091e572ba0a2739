import { and, desc, eq, exists, inArray, isNull, lt, notExists, or, sql } from 'drizzle-orm'
import { orderAttempts, orders, positions, tokens } from '@/drizzle/schema'
import { liveAttemptStatuses } from '@/lib/domain/orders/attempt-status'
import type { Executor } from './client'

/** Accepted entries that nothing sent can still fill, of one user or of all. */
export const cancellableEntries = async (
  db: Executor,
  userId: number | null,
): Promise<{ id: string; userId: number }[]> =>
  db
    .select({ id: orders.id, userId: orders.userId })
    .from(orders)
    .where(
      and(
        eq(orders.side, 'BUY'),
        inArray(orders.status, ['RECEIVED', 'WORKING', 'AWAITING_SIGNATURE']),
        userId === null ? undefined : eq(orders.userId, userId),
        notExists(
          db
            .select({ one: sql`1` })
            .from(orderAttempts)
            .where(
              and(eq(orderAttempts.orderId, orders.id), inArray(orderAttempts.status, liveAttemptStatuses)),
            ),
        ),
      ),
    )

/** Positions of which something is not being sold yet, those that cost most first. */
export const sellablePositions = async (
  db: Executor,
  userId: number | null,
): Promise<{ id: string; userId: number }[]> => {
  const isPartial = and(
    eq(positions.status, 'CLOSING'),
    isNull(positions.queuedExit),
    exists(
      db
        .select({ one: sql`1` })
        .from(orders)
        .where(
          and(
            eq(orders.positionId, positions.id),
            eq(orders.side, 'SELL'),
            eq(orders.algorithm, 'MARKET'),
            inArray(orders.status, ['RECEIVED', 'WORKING', 'UNKNOWN', 'AWAITING_SIGNATURE']),
            lt(orders.inputRaw, positions.amountRaw),
          ),
        ),
    ),
  )
  return db
    .select({ id: positions.id, userId: positions.userId })
    .from(positions)
    .where(
      and(
        or(eq(positions.status, 'OPEN'), isPartial),
        userId === null ? undefined : eq(positions.userId, userId),
      ),
    )
    .orderBy(desc(positions.costRaw))
}

export type LeftToFlatten = {
  /** Entries that may still fill, and positions that are still to be sold. */
  working: number
  /** Symbols of what cannot be sold now, and of what waits for the trader's own signature. */
  trapped: string[]
  unsigned: string[]
}

export const leftToFlatten = async (tx: Executor, userId: number | null): Promise<LeftToFlatten> => {
  const of = (column: typeof orders.userId | typeof positions.userId) =>
    userId === null ? undefined : eq(column, userId)
  const [entries] = await tx
    .select({ count: sql<string>`count(*)` })
    .from(orders)
    .where(
      and(
        eq(orders.side, 'BUY'),
        inArray(orders.status, ['RECEIVED', 'WORKING', 'UNKNOWN']),
        of(orders.userId),
      ),
    )
  const held = await tx
    .select({ symbol: tokens.symbol, status: positions.status, sell: orders.status })
    .from(positions)
    .innerJoin(tokens, eq(tokens.mint, positions.tokenMint))
    .leftJoin(orders, and(eq(orders.positionId, positions.id), eq(orders.status, 'AWAITING_SIGNATURE')))
    .where(and(inArray(positions.status, ['OPEN', 'CLOSING', 'TRAPPED']), of(positions.userId)))
  const trapped = held.filter((position) => position.status === 'TRAPPED')
  const unsigned = held.filter((position) => position.status === 'CLOSING' && position.sell !== null)
  return {
    working: Number(entries!.count) + held.length - trapped.length - unsigned.length,
    trapped: trapped.map((position) => position.symbol),
    unsigned: unsigned.map((position) => position.symbol),
  }
}
