import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { markTriggered } from '@/lib/db/limit-order-repository'
import { addOrderEvent, lockOrder } from '@/lib/db/order-repository'
import type { Enqueue } from '@/lib/queue/enqueue'

export type TriggerLimitOrderDeps = {
  db: Database
  enqueue: Enqueue
  onEnqueueFailed: (orderId: string, error: unknown) => void
  now: () => Date
}

/** The price of a waiting entry has come: from here on it is executed like any other. Only the first call does it. */
export const triggerLimitOrder = async (
  deps: TriggerLimitOrderDeps,
  orderId: string,
  because: string,
): Promise<boolean> => {
  const triggered = await deps.db.transaction(async (tx) => {
    const at = deps.now()
    const order = await lockOrder(tx, orderId)
    if (!order || !(await markTriggered(tx, orderId, at))) return false
    await addOrderEvent(tx, orderId, at, 'triggered', because)
    await recordAudit(tx, {
      userId: order.userId,
      actor: { kind: 'system', id: 'limit-orders' },
      action: 'order.triggered',
      subject: orderId,
      details: { limitPriceUsd: order.limitPriceUsd, because },
    })
    return true
  })
  if (triggered)
    await deps
      .enqueue('execute-order', { orderId }, 'entry')
      .catch((error: unknown) => deps.onEnqueueFailed(orderId, error))
  return triggered
}
