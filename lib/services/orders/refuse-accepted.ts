import { liveAttempt } from '@/lib/db/attempt-repository'
import { recordAudit } from '@/lib/db/audit'
import type { Database, Executor } from '@/lib/db/client'
import { markWaiting } from '@/lib/db/limit-order-repository'
import { addOrderEvent, lockOrder, moveOrder } from '@/lib/db/order-repository'
import { afterRefusal } from '@/lib/domain/orders/held-entry'
import type { Denial } from '@/lib/domain/risk/limits'
import { type RaiseAlertDeps, storeAlert, type StoredAlert } from '../alerts/raise-alert'

/** What holds an entry back passes in minutes, not in seconds; asking costs a look at the wallet. */
const ASK_AGAIN_MS = 5_000

const actor = { kind: 'system', id: 'risk' } as const

/** `alert` is to be published once this is committed; null where it was told before. */
export type Refused = { alert: StoredAlert | null }

/**
 * Refuses an entry that was accepted earlier. A limit entry keeps waiting where the reason may pass, with the reason
 * in its timeline; anything else ends, unsent. Within the transaction that found the denial or one of its own;
 * null: it is finished already, or a transaction of it may still land.
 */
export const refuseAcceptedIn = async (
  tx: Executor,
  deps: Pick<RaiseAlertDeps, 'now' | 'newId'>,
  orderId: string,
  denial: Denial,
): Promise<Refused | null> => {
  const at = deps.now()
  const order = await lockOrder(tx, orderId)
  if (!order || (await liveAttempt(tx, orderId))) return null
  const fields = {
    denialCode: denial.code,
    denialDetail: denial.detail,
    denialExtra: denial.extra ?? null,
  }
  const again = new Date(at.getTime() + ASK_AGAIN_MS)
  const waits = order.type === 'LIMIT' && afterRefusal(denial) === 'wait'
  const held = waits && (await markWaiting(tx, orderId, at, again, fields))
  if (!held && !(await moveOrder(tx, orderId, ['RECEIVED', 'WORKING'], 'CANCELLED', at, fields))) return null
  // Asked again every few seconds; the timeline tells a reason once.
  if (held && order.denialCode === denial.code) return { alert: null }
  const what = held ? 'held' : 'cancelled'
  const detail = held
    ? `${denial.detail} Its price has come, but nothing was bought. It keeps waiting and is tried again when this has passed.`
    : `${denial.detail} Cancelled before anything was sent; nothing was spent.`
  await addOrderEvent(tx, orderId, at, what, detail)
  await recordAudit(tx, {
    userId: order.userId,
    actor,
    action: `order.${what}`,
    subject: orderId,
    details: { denial: denial.code, detail: denial.detail, ...denial.extra },
  })
  // Once for each order and reason, however often that reason comes and goes.
  const alert = await storeAlert(tx, deps, {
    userId: order.userId,
    level: 'warn',
    title: held ? 'A limit entry is held back' : 'An entry was cancelled',
    detail,
    occasion: `refused:${orderId}:${what}:${denial.code}`,
    positionId: null,
    orderId,
  })
  return { alert }
}

export const refuseAccepted = async (
  deps: Omit<RaiseAlertDeps, 'db'> & { db: Database },
  orderId: string,
  denial: Denial,
): Promise<void> => {
  const refused = await deps.db.transaction((tx) => refuseAcceptedIn(tx, deps, orderId, denial))
  if (refused?.alert) deps.live.publish(refused.alert)
}
