import type { OrderView } from '@/lib/contracts/orders'
import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { addOrderEvent, findOrder, lockOrder } from '@/lib/db/order-repository'
import { lockSlicing, saveSlicing, slicingOf } from '@/lib/db/slicing-repository'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import type { LivePublisher } from '../live-publisher'
import { orderView } from '../orders/order-view'

export type PauseSlicingDeps = { db: Database; live: LivePublisher }

const CHANGES = {
  pause: {
    from: 'ACTIVE',
    to: 'PAUSED',
    action: 'order.paused',
    words: {
      BUY: 'Paused by you. What is bought stays guarded; the rest stays reserved.',
      SELL: 'Paused by you. What is not sold stays guarded by its plan.',
    },
  },
  resume: {
    from: 'PAUSED',
    to: 'ACTIVE',
    action: 'order.resumed',
    words: { BUY: 'Goes on.', SELL: 'Goes on.' },
  },
} as const

/** Holds the slices of an order back, or lets them go on. Doing it twice changes nothing. */
export const pauseSlicing = async (
  deps: PauseSlicingDeps,
  ctx: Context,
  id: string,
  change: keyof typeof CHANGES,
): Promise<OrderView> => {
  const { from, to, action, words } = CHANGES[change]
  if ((await findOrder(deps.db, id))?.userId !== ctx.userId)
    throw new AppError('not_found', 'There is no order with this id.')
  await deps.db.transaction(async (tx) => {
    const at = ctx.now()
    const order = await lockOrder(tx, id)
    const row = order?.status === 'WORKING' ? await lockSlicing(tx, id) : null
    if (row?.status === to) return
    if (row?.status !== from)
      throw new AppError(
        'validation',
        `Only an order that is being bought or sold in slices can be told to ${change}.`,
      )
    const slicing = slicingOf(row)
    const nextAt = change === 'resume' ? Math.max(slicing.nextAt, at.getTime()) : slicing.nextAt
    // What it waited before counts for nothing when it goes on.
    const free = { heldSince: null, heldWhy: null }
    await saveSlicing(tx, id, { ...slicing, status: to, nextAt }, free, at)
    await addOrderEvent(tx, id, at, to.toLowerCase(), words[order!.side])
    await recordAudit(tx, { userId: ctx.userId, actor: ctx.actor, action, subject: id, details: {} })
  })
  const view = await orderView(deps.db, (await findOrder(deps.db, id))!)
  deps.live.publish({ userId: ctx.userId, name: 'order', data: { order: view } })
  return view
}
