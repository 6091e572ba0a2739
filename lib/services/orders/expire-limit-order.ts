import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { addOrderEvent, lockOrder, moveOrder } from '@/lib/db/order-repository'
import { waitsForPrice } from '@/lib/domain/orders/order-type'

/** Ends a waiting entry whose time is over. False: it no longer waits, or its time has not come. */
export const expireLimitOrder = async (
  deps: { db: Database; now: () => Date },
  orderId: string,
): Promise<boolean> =>
  deps.db.transaction(async (tx) => {
    const at = deps.now()
    const order = await lockOrder(tx, orderId)
    if (!order || !waitsForPrice(order) || !order.expiresAt || at < order.expiresAt) return false
    if (!(await moveOrder(tx, orderId, ['WORKING'], 'EXPIRED', at))) return false
    const why = order.denialDetail
      ? `it could be bought. It was held back to the end: ${order.denialDetail}`
      : 'its price came.'
    const detail = `Its time ended before ${why} Nothing was bought; the amount is free again.`
    await addOrderEvent(tx, orderId, at, 'expired', detail)
    await recordAudit(tx, {
      userId: order.userId,
      actor: { kind: 'system', id: 'limit-orders' },
      action: 'order.expired',
      subject: orderId,
      details: { limitPriceUsd: order.limitPriceUsd },
    })
    return true
  })
