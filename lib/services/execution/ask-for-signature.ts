import { liveAttempt } from '@/lib/db/attempt-repository'
import { addOrderEvent, lockOrder, moveOrder } from '@/lib/db/order-repository'
import { insertSignatureRequest, signatureRequestsOf } from '@/lib/db/signature-request-repository'
import type { RouteReceipt } from '@/lib/domain/execution/route-receipt'
import { isTold } from '@/lib/domain/execution/retry-policy'
import type { PreparedSwap } from '@/lib/ports/execution-venue'
import type { Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'

/** Stores a checked transaction for the trader's own wallet to sign. Nothing of it has left the house. */
export const askForSignature = (
  deps: ExecutionDeps,
  job: Job,
  prepared: PreparedSwap,
  route: RouteReceipt,
): Promise<void> =>
  deps.db.transaction(async (tx) => {
    const order = await lockOrder(tx, job.order.id)
    if (order?.status !== 'WORKING' || (await liveAttempt(tx, order.id))) return
    const at = deps.now()
    const seq = ((await signatureRequestsOf(tx, order.id))[0]?.seq ?? 0) + 1
    await insertSignatureRequest(tx, {
      id: deps.newId(),
      orderId: order.id,
      seq,
      venue: prepared.venue,
      transaction: prepared.transaction,
      ...prepared.expiry,
      inputRaw: prepared.inputRaw,
      quotedOutRaw: prepared.outputRaw,
      minOutRaw: prepared.minOutputRaw,
      slippageBps: prepared.slippageBps,
      venueReference: prepared.reference,
      quote: prepared.raw ?? {},
      route,
      builtAt: at,
    })
    await moveOrder(tx, order.id, ['WORKING'], 'AWAITING_SIGNATURE', at)
    if (isTold(seq))
      await addOrderEvent(
        tx,
        order.id,
        at,
        'awaiting_signature',
        seq === 1
          ? 'Built and checked. Sign it in your wallet; nothing moves before.'
          : 'Built anew at the price of now. Sign it in your wallet; nothing moves before.',
      )
  })
