import { recordAudit } from '@/lib/db/audit'
import { lockPosition, updatePosition } from '@/lib/db/position-repository'
import { type StoredAlert, storeAlert } from '../alerts/raise-alert'
import type { MarkTrappedDeps } from './mark-trapped'

/**
 * A sale of everything would go through again: the position is open and guarded as before. What had called
 * for its sale must call again.
 */
export const freeTrapped = async (deps: MarkTrappedDeps, positionId: string): Promise<boolean> => {
  const at = deps.now()
  const freed = await deps.db.transaction(async (tx): Promise<{ alert: StoredAlert | null } | null> => {
    const position = await lockPosition(tx, positionId)
    if (position?.status !== 'TRAPPED') return null
    await updatePosition(tx, position, { status: 'OPEN', trappedReason: null, trappedAt: null })
    await recordAudit(tx, {
      userId: position.userId,
      actor: { kind: 'system', id: 'exit-watch' },
      action: 'position.freed',
      subject: positionId,
      details: { reason: position.trappedReason },
    })
    const alert = await storeAlert(tx, deps, {
      ...{ userId: position.userId, positionId, level: 'warn' as const },
      title: 'A trapped position can be sold again',
      detail: 'A test of the whole sale went through. Its take-profit and stop-loss guard it again.',
      occasion: `${positionId}:freed:${at.toISOString()}`,
    })
    return { alert }
  })
  if (freed?.alert) deps.live.publish(freed.alert)
  return freed !== null
}
