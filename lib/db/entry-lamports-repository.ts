import { and, eq, gte, inArray, ne, or, sql } from 'drizzle-orm'
import { orders, orderSlicings } from '@/drizzle/schema'
import { isTerminal } from '@/lib/domain/orders/order-status'
import { entryLamports, type EntryUnderWay } from '@/lib/domain/risk/entry-lamports'
import type { Executor } from './client'
import { isNoSlice } from './unspent-input'

const UNRESOLVED = ['RECEIVED', 'WORKING', 'UNKNOWN', 'AWAITING_SIGNATURE'] as const
const BOUGHT = ['FILLED', 'PARTIALLY_FILLED'] as const

const boughtSlices = (condition: ReturnType<typeof sql>) =>
  sql<string>`(select count(*) from orders slice where slice.parent_id = orders.id and slice.status in ('FILLED', 'PARTIALLY_FILLED') and slice.updated_at ${condition})`

/** Lamports that accepted entries, and sales in slices, of a wallet will still take, or took after `since`, where a balance may not show them yet. */
export const reservedLamports = async (
  tx: Executor,
  { walletId, except }: { walletId: string; except?: string | undefined },
  since: Date,
): Promise<bigint> => {
  const moment = sql`${since.toISOString()}::timestamptz`
  const rows = await tx
    .select({
      side: orders.side,
      status: orders.status,
      planned: sql<string | null>`jsonb_array_length(${orderSlicings.schedule})`,
      bought: boughtSlices(sql`< ${moment}`),
      fresh: boughtSlices(sql`>= ${moment}`),
    })
    .from(orders)
    .leftJoin(orderSlicings, eq(orderSlicings.orderId, orders.id))
    .where(
      and(
        // By the user, as there is an index: this is asked with every entry.
        eq(orders.userId, sql`(select user_id from wallets where id = ${walletId})`),
        eq(orders.walletId, walletId),
        or(eq(orders.side, 'BUY'), ne(orders.algorithm, 'MARKET')),
        isNoSlice,
        except === undefined ? undefined : ne(orders.id, except),
        or(
          inArray(orders.status, [...UNRESOLVED]),
          and(inArray(orders.status, [...BOUGHT]), gte(orders.updatedAt, since)),
        ),
      ),
    )
  return rows.reduce((sum, row) => sum + entryLamports(underWay(row)), 0n)
}

type Row = Pick<typeof orders.$inferSelect, 'side' | 'status'> & {
  planned: string | null
  bought: string
  fresh: string
}

const underWay = ({ side, status, planned, bought, fresh }: Row): EntryUnderWay => ({
  slices:
    planned === null ? null : { planned: Number(planned), bought: Number(bought), fresh: Number(fresh) },
  isFinished: isTerminal(status),
  opens: side === 'BUY',
})
