import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { orderAttempts, orders } from '@/drizzle/schema'
import { liveAttemptStatuses } from '@/lib/domain/orders/attempt-status'
import type { Executor } from './client'

/** Base units of a token that transactions of the other side, sent and not yet settled, may move in one wallet. */
export const liveOnOtherSide = async (
  db: Executor,
  { walletId, mint, side }: { walletId: string; mint: string; side: 'BUY' | 'SELL' },
): Promise<bigint> => {
  const [row] = await db
    .select({
      raw: sql<string>`coalesce(sum(case when ${orders.side} = 'SELL' then ${orderAttempts.inputRaw} else ${orderAttempts.quotedOutRaw} end), 0)`,
    })
    .from(orderAttempts)
    .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
    .where(
      and(
        eq(orders.walletId, walletId),
        eq(orders.tokenMint, mint),
        ne(orders.side, side),
        inArray(orderAttempts.status, liveAttemptStatuses),
      ),
    )
  return BigInt(row!.raw)
}
