import type { OrderView } from '@/lib/contracts/orders'
import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { addOrderEvent, findOrder, moveOrder } from '@/lib/db/order-repository'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import type { LivePublisher } from '../live-publisher'
import { orderView } from './order-view'

export type CancelOrderDeps = { db: Database; live: LivePublisher }

/** Only an order nobody has begun to work on can be called back; a sent transaction cannot. */
export const cancelOrder = async (deps: CancelOrderDeps, ctx: Context, id: string): Promise<OrderView> => {
  const row = await findOrder(deps.db, id)
  if (row?.userId !== ctx.userId) throw new AppError('not_found', 'There is no order with this id.')
  await deps.db.transaction(async (tx) => {
    const at = ctx.now()
    const cancelled = row.side === 'BUY' && (await moveOrder(tx, id, ['RECEIVED'], 'CANCELLED', at))
    if (!cancelled)
      throw new AppError(
        'validation',
        row.side === 'SELL'
          ? 'A sell that has begun is finished, so that the position is never left half guarded.'
          : 'This order can no longer be cancelled: it is being executed or already finished.',
      )
    await addOrderEvent(tx, id, at, 'cancelled', 'Cancelled before anything was signed. Nothing was spent.')
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'order.cancelled',
      subject: id,
      details: {},
    })
  })
  const view = await orderView(deps.db, (await findOrder(deps.db, id))!)
  deps.live.publish({ userId: ctx.userId, name: 'order', data: { order: view } })
  return view
}
