import type { OrderView } from '@/lib/contracts/orders'
import type { Executor } from '@/lib/db/client'
import { listOrderRows } from '@/lib/db/order-repository'
import { encodeCursor } from '@/lib/db/page-cursor'
import { markPresent } from '@/lib/db/presence-repository'
import type { OrderStatus } from '@/lib/domain/orders/order-status'
import type { Context } from '../context'
import { orderViews } from './order-view'

export type ListOrdersDeps = { db: Executor }
export type ListOrdersInput = {
  status?: readonly OrderStatus[] | undefined
  cursor?: string | undefined
  limit: number
}

/** Who asks for unsigned orders is there to sign them: they are built anew. */
export const listOrders = async (
  deps: ListOrdersDeps,
  ctx: Context,
  input: ListOrdersInput,
): Promise<{ orders: OrderView[]; nextCursor: string | null }> => {
  const rows = await listOrderRows(deps.db, { userId: ctx.userId, ...input })
  const page = rows.slice(0, input.limit)
  const last = page.at(-1)
  if (page.some(({ status }) => status === 'AWAITING_SIGNATURE')) await markPresent(deps.db, ctx.userId)
  return {
    orders: await orderViews(deps.db, page),
    nextCursor: rows.length > page.length && last ? encodeCursor({ at: last.createdAt, id: last.id }) : null,
  }
}
