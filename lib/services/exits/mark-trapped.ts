import { recordAudit } from '@/lib/db/audit'
import { liveAttempt } from '@/lib/db/attempt-repository'
import type { Database } from '@/lib/db/client'
import { addOrderEvent, findWorkingSell, lockOrder, moveOrder } from '@/lib/db/order-repository'
import { lockPosition, updatePosition } from '@/lib/db/position-repository'
import { storeAlert } from '../alerts/raise-alert'
import type { LivePublisher } from '../live-publisher'

export type MarkTrappedDeps = { db: Database; live: LivePublisher; now: () => Date; newId: () => string }

const actor = { kind: 'system', id: 'exit-watch' } as const

/**
 * The position cannot be sold at the moment: its sell ends, nothing more is tried or paid for, and it is
 * looked at again until it can. Counts as worth nothing until then. False when a transaction of it may still
 * land, or it is not held any more.
 */
export const markTrapped = async (
  deps: MarkTrappedDeps,
  positionId: string,
  reason: string,
): Promise<boolean> => {
  const at = deps.now()
  const working = await findWorkingSell(deps.db, positionId)
  const trapped = await deps.db.transaction(async (tx) => {
    if (working) {
      await lockOrder(tx, working.id)
      if (await liveAttempt(tx, working.id)) return null
    }
    const position = await lockPosition(tx, positionId)
    if (position?.status !== 'OPEN' && position?.status !== 'CLOSING') return null
    if (position.status === 'CLOSING' && position.exitSeq !== working?.exitSeq) return null
    if (working) {
      const ended = await moveOrder(
        tx,
        working.id,
        ['RECEIVED', 'WORKING', 'UNKNOWN', 'AWAITING_SIGNATURE'],
        'REJECTED',
        at,
      )
      if (!ended) return null
      await addOrderEvent(tx, working.id, at, 'trapped', `Not sold, and not tried further: ${reason}`)
    }
    await updatePosition(tx, position, {
      status: 'TRAPPED',
      trappedReason: reason,
      trappedAt: at,
      queuedExit: null,
    })
    await recordAudit(tx, {
      userId: position.userId,
      actor,
      action: 'position.trapped',
      subject: positionId,
      details: { reason, orderId: working?.id ?? null },
    })
    const alert = await storeAlert(tx, deps, {
      ...{ userId: position.userId, positionId, orderId: working?.id ?? null, level: 'crit' as const },
      occasion: `${positionId}:trapped:${at.toISOString()}`,
      title: 'A position cannot be sold',
      detail: `${reason} You still hold the tokens; they count as worth nothing. JARVIS looks again every half minute and guards them once they can be sold.`,
    })
    return { alert }
  })
  if (trapped?.alert) deps.live.publish(trapped.alert)
  return trapped !== null
}
