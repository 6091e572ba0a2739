import { recordAudit } from '@/lib/db/audit'
import { addOrderEvent, lockOrder } from '@/lib/db/order-repository'
import { lapseRequests, signatureRequestsOf } from '@/lib/db/signature-request-repository'
import { findToken } from '@/lib/db/token-repository'
import { isTold } from '@/lib/domain/execution/retry-policy'
import { storeAlert } from '../alerts/raise-alert'
import { executorActor } from './execution-context'
import type { ExecutionDeps } from './execution-deps'

/**
 * A sell that waits for the wallet of a trader who is not there. Nothing is offered until they are back, so
 * nothing is quoted and built for nobody; the order stays, and with it the position's only way out.
 */
export const lapseUnsignedSell = async (deps: ExecutionDeps, orderId: string): Promise<void> => {
  const alert = await deps.db.transaction(async (tx) => {
    const order = await lockOrder(tx, orderId)
    if (order?.status !== 'AWAITING_SIGNATURE') return null
    const request = (await signatureRequestsOf(tx, orderId))[0]
    if (!request || request.lapsedAt) return null
    const at = deps.now()
    await lapseRequests(tx, orderId, at)
    if (isTold(request.seq))
      await addOrderEvent(
        tx,
        orderId,
        at,
        'signature_lapsed',
        'Not signed in time, and you were not here. It is built anew, at the price of that moment, once you open JARVIS.',
      )
    await recordAudit(tx, {
      userId: order.userId,
      actor: executorActor,
      action: 'order.signature-lapsed',
      subject: orderId,
      details: { request: request.id, seq: request.seq },
    })
    const symbol = (await findToken(tx, order.tokenMint))?.symbol ?? 'A token'
    return storeAlert(tx, deps, {
      userId: order.userId,
      level: order.reason === 'MANUAL' ? 'warn' : 'crit',
      title: `A sell of ${symbol} waits for your signature`,
      detail:
        'It is held in your own wallet, which alone can sell it, and nothing was signed, so you still hold it. Open JARVIS: the sell is built at once, at the price of that moment.',
      occasion: `unsigned ${orderId}`,
      positionId: order.positionId,
      orderId,
    })
  })
  if (alert) deps.live.publish(alert)
}
