import { and, eq, inArray, or } from 'drizzle-orm'
import { orderAttempts, orders } from '@/drizzle/schema'
import type { Executor } from '@/lib/db/client'

/** Signatures of every transaction of a position that landed, failed ones too. */
export const positionLots = async (db: Executor, positionId: string): Promise<string[]> => {
  const rows = await db
    .select({ signature: orderAttempts.signature })
    .from(orderAttempts)
    .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
    .where(
      and(
        eq(orders.positionId, positionId),
        or(eq(orderAttempts.status, 'CONFIRMED'), inArray(orderAttempts.status, ['FAILED'])),
      ),
    )
  return rows.map((row) => row.signature)
}
