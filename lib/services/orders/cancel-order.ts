import type { OrderView } from '@/lib/contracts/orders'
import { recordAudit } from '@/lib/db/audit'
import { liveAttempt } from '@/lib/db/attempt-repository'
import type { Database, Executor } from '@/lib/db/client'
import { addOrderEvent, findOrder, lockOrder, moveOrder, type OrderRow } from '@/lib/db/order-repository'
import { lockPosition, updatePosition } from '@/lib/db/position-repository'
import { slicesOf } from '@/lib/db/slicing-repository'
import type { OrderStatus } from '@/lib/domain/orders/order-status'
import { isSliced } from '@/lib/domain/orders/order-type'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import { beginQueuedExit } from '../exits/begin-queued-exit'
import type { LivePublisher } from '../live-publisher'
import { stopSlicing } from '../slicing/end-slicing'
import { orderView } from './order-view'

export type CancelOrderDeps = { db: Database; live: LivePublisher }

/** An entry can be called back while nothing signed may still land; a sent transaction cannot, a sell goes on. */
export const cancelOrder = async (deps: CancelOrderDeps, ctx: Context, id: string): Promise<OrderView> => {
  const row = await findOrder(deps.db, id)
  if (row?.userId !== ctx.userId) throw new AppError('not_found', 'There is no order with this id.')
  if (isSliced(row)) await cancelSliced(deps, ctx, row)
  else await cancelWhole(deps, ctx, row)
  const view = await orderView(deps.db, (await findOrder(deps.db, id))!)
  deps.live.publish({ userId: ctx.userId, name: 'order', data: { order: view } })
  return view
}

const cancelWhole = (deps: CancelOrderDeps, ctx: Context, row: OrderRow): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const { id } = row
    const at = ctx.now()
    if (!(await cancelEntry(tx, id, at)) && !(await declineExit(tx, ctx, row, at)))
      throw new AppError(
        'validation',
        row.side === 'SELL'
          ? 'A sell that has begun is finished, so that the position is never left half guarded.'
          : 'This order can no longer be cancelled: its transaction is out, or it is already finished.',
      )
    await addOrderEvent(
      tx,
      id,
      at,
      'cancelled',
      row.side === 'SELL'
        ? 'Not signed. Nothing was sold; the position is held and guarded as before.'
        : 'Cancelled by you. Nothing was bought; the amount is free again.',
    )
    await recordCancel(tx, ctx, id)
  })

const recordCancel = (tx: Executor, ctx: Context, id: string): Promise<void> =>
  recordAudit(tx, {
    userId: ctx.userId,
    actor: ctx.actor,
    action: 'order.cancelled',
    subject: id,
    details: {},
  })

/** No further slice is begun; the one under way is called back too where nothing of it is out. */
const cancelSliced = async (deps: CancelOrderDeps, ctx: Context, { id }: OrderRow): Promise<void> => {
  const at = ctx.now()
  await deps.db.transaction(async (tx) => {
    const order = await lockOrder(tx, id)
    if (!order || !(await stopSlicing(tx, order, 'Cancelled by you.', at)))
      throw new AppError('validation', 'This order can no longer be cancelled: it is finished or ending.')
    await recordCancel(tx, ctx, id)
  })
  const last = (await slicesOf(deps.db, [id])).at(-1)
  if (!last) return
  await deps.db.transaction(async (tx) => {
    const [recalled, done] =
      last.side === 'BUY'
        ? [await cancelEntry(tx, last.id, at), 'bought']
        : [await recallSell(tx, ctx, last, ['RECEIVED', 'WORKING'], at), 'sold']
    if (recalled)
      await addOrderEvent(tx, last.id, at, 'cancelled', `Cancelled with its order. Nothing was ${done}.`)
  })
}

/** Under the order's lock, which whoever stores an attempt takes too: nothing can be signed beside it. */
const cancelEntry = async (tx: Executor, id: string, at: Date): Promise<boolean> => {
  const order = await lockOrder(tx, id)
  if (order?.side !== 'BUY' || (await liveAttempt(tx, id))) return false
  return moveOrder(tx, id, ['RECEIVED', 'WORKING', 'AWAITING_SIGNATURE'], 'CANCELLED', at)
}

/** A sell that waits for the trader's own wallet: without the signature nothing can be sold. */
const declineExit = (tx: Executor, ctx: Context, row: OrderRow, at: Date): Promise<boolean> =>
  recallSell(tx, ctx, row, ['AWAITING_SIGNATURE'], at)

/**
 * Calls a sell back of which nothing is out, and opens its position again. What is called back is this sell; a full
 * exit that waited for it to end is asked for next.
 */
const recallSell = async (
  tx: Executor,
  ctx: Context,
  { id, parentId }: OrderRow,
  from: readonly OrderStatus[],
  at: Date,
): Promise<boolean> => {
  const order = await lockOrder(tx, id)
  // A slice that a sale of everything took over is nobody's slice any more.
  if (order?.side !== 'SELL' || order.parentId !== parentId || (await liveAttempt(tx, id))) return false
  if (!(await moveOrder(tx, id, from, 'CANCELLED', at))) return false
  const position = await lockPosition(tx, order.positionId!)
  if (position?.status !== 'CLOSING' || position.exitSeq !== order.exitSeq) return true
  await updatePosition(tx, position, { status: 'OPEN', queuedExit: null })
  if (position.queuedExit) await beginQueuedExit(tx, ctx, position, position.queuedExit)
  return true
}
