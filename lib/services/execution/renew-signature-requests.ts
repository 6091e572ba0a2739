import { recordAudit } from '@/lib/db/audit'
import { addOrderEvent, moveOrder } from '@/lib/db/order-repository'
import { type AwaitingOrder, awaitingOrders } from '@/lib/db/signature-request-repository'
import { REQUEST_LASTS_MS } from '@/lib/domain/orders/signature-request'
import { executorActor } from './execution-context'
import type { ExecutionDeps } from './execution-deps'
import { lapseUnsignedSell } from './lapse-unsigned-sell'
import { publishOrderSoon } from './publish-order'

/**
 * What nobody signed in time is dead, and a part is outdated once everything is to be sold. An entry ends, its
 * price has passed. An exit is built anew for as long as somebody is there to sign it, and else waits until
 * they are. Answers the orders to work on.
 */
export const renewSignatureRequests = async (deps: ExecutionDeps): Promise<string[]> => {
  const awaiting = await awaitingOrders(deps.db)
  if (awaiting.length === 0) return []
  const height = await deps.chain.finalizedBlockHeight()
  const late = awaiting.filter(
    ({ builtAt, lastValidBlockHeight, isOutdated }) =>
      isOutdated ||
      height > lastValidBlockHeight ||
      deps.now().getTime() - builtAt.getTime() > REQUEST_LASTS_MS,
  )
  const renewed: string[] = []
  for (const order of late) {
    if (order.side === 'BUY') await expireUnsigned(deps, order)
    else if (order.isOutdated || order.isPresent) {
      await moveOrder(deps.db, order.id, ['AWAITING_SIGNATURE'], 'WORKING', deps.now())
      renewed.push(order.id)
    } else if (order.lapsedAt) continue
    else await lapseUnsignedSell(deps, order.id)
    publishOrderSoon(deps, order.id)
  }
  return renewed
}

const expireUnsigned = (deps: ExecutionDeps, { id, userId }: AwaitingOrder): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const at = deps.now()
    if (!(await moveOrder(tx, id, ['AWAITING_SIGNATURE'], 'EXPIRED', at))) return
    const detail = 'Not signed in time. Nothing was spent; buy again for a new price.'
    await addOrderEvent(tx, id, at, 'expired', detail)
    await recordAudit(tx, {
      userId,
      actor: executorActor,
      action: 'order.expired',
      subject: id,
      details: { detail },
    })
  })
