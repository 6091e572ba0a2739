import { recordAudit } from '@/lib/db/audit'
import { addOrderEvent, moveOrder } from '@/lib/db/order-repository'
import { type AwaitingOrder, awaitingOrders } from '@/lib/db/signature-request-repository'
import { executorActor } from './execution-context'
import type { ExecutionDeps } from './execution-deps'
import { publishOrder } from './publish-order'

/** Well before a blockhash dies after some 60 s: a wallet takes time to be read and pressed. */
const LASTS_MS = 45_000

/**
 * What nobody signed in time is dead, and a part is outdated once everything is to be sold. An entry ends, its price has passed; an exit is built anew for as
 * long as the position is held. Answers the orders to work on.
 */
export const renewSignatureRequests = async (deps: ExecutionDeps): Promise<string[]> => {
  const awaiting = await awaitingOrders(deps.db)
  if (awaiting.length === 0) return []
  const height = await deps.chain.finalizedBlockHeight()
  const late = awaiting.filter(
    ({ builtAt, lastValidBlockHeight, isOutdated }) =>
      isOutdated || height > lastValidBlockHeight || deps.now().getTime() - builtAt.getTime() > LASTS_MS,
  )
  for (const order of late) {
    if (order.side === 'SELL')
      await moveOrder(deps.db, order.id, ['AWAITING_SIGNATURE'], 'WORKING', deps.now())
    else await expireUnsigned(deps, order)
    await publishOrder(deps, order.id)
  }
  return late.filter(({ side }) => side === 'SELL').map(({ id }) => id)
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
