import { recordAudit } from '@/lib/db/audit'
import { lockPosition, type PositionRow, updatePosition } from '@/lib/db/position-repository'
import type { MarkTrappedDeps } from './mark-trapped'

/**
 * A sale of everything would go through again: the position is open and guarded as before. What had called
 * for its sale must call again.
 */
export const freeTrapped = async (deps: MarkTrappedDeps, positionId: string): Promise<boolean> => {
  const at = deps.now()
  const freed = await deps.db.transaction(async (tx): Promise<PositionRow | null> => {
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
    return position
  })
  if (!freed) return false
  deps.live.publish({
    userId: freed.userId,
    name: 'alert',
    data: {
      id: deps.newId(),
      level: 'warn',
      title: 'A trapped position can be sold again',
      detail: 'A test of the whole sale went through. Its take-profit and stop-loss guard it again.',
      at: at.toISOString(),
      positionId,
      orderId: null,
    },
  })
  return true
}
