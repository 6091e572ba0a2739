import { and, desc, eq, isNotNull, ne } from 'drizzle-orm'
import { orders } from '@/drizzle/schema'
import type { Executor } from './client'
import type { OrderRow } from './order-repository'

/** The sale in slices a position is under; the unique index allows one. */
export const findSlicedSell = async (tx: Executor, positionId: string): Promise<OrderRow | null> =>
  (
    await tx
      .select()
      .from(orders)
      .where(
        and(
          eq(orders.positionId, positionId),
          eq(orders.side, 'SELL'),
          ne(orders.algorithm, 'MARKET'),
          eq(orders.status, 'WORKING'),
        ),
      )
  )[0] ?? null

/** Begun last, of those that JARVIS sold itself. */
export const lastSellOf = async (tx: Executor, positionId: string): Promise<OrderRow | null> =>
  (
    await tx
      .select()
      .from(orders)
      .where(and(eq(orders.positionId, positionId), eq(orders.side, 'SELL'), isNotNull(orders.exitSeq)))
      .orderBy(desc(orders.exitSeq))
      .limit(1)
  )[0] ?? null
