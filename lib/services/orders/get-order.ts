import type { OrderView } from '@/lib/contracts/orders'
import type { Executor } from '@/lib/db/client'
import { findOrder } from '@/lib/db/order-repository'
import { markPresent } from '@/lib/db/presence-repository'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import { orderView } from './order-view'

export type GetOrderDeps = { db: Executor }

/**
 * Throws `not_found` for another user's order too: its existence is nobody else's business. Who asks for an
 * unsigned order is there to sign it, so it is built anew for them.
 */
export const getOrder = async (deps: GetOrderDeps, ctx: Context, id: string): Promise<OrderView> => {
  const row = await findOrder(deps.db, id)
  if (row?.userId !== ctx.userId) throw new AppError('not_found', 'There is no order with this id.')
  if (row.status === 'AWAITING_SIGNATURE') await markPresent(deps.db, ctx.userId)
  return orderView(deps.db, row)
}
