import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { lockScope, type StoredScope, writeScope } from '@/lib/db/trading-state-repository'
import { standingAt } from '@/lib/domain/trading-state/trading-state'
import type { LivePublisher } from '../live-publisher'
import { publishTradingState } from './publish-trading-state'

/**
 * Writes down that a state's time is over. It no longer held before this: what everyone asks for is the
 * state at a moment. This makes the change visible, in the audit log and on the stream.
 */
export const endTimedState = async (
  deps: { db: Database; live: LivePublisher; now: () => Date },
  { userId }: StoredScope,
): Promise<void> => {
  const now = deps.now()
  const ended = await deps.db.transaction(async (tx) => {
    const before = await lockScope(tx, userId, now)
    const after = standingAt(before, now)
    if (after === before) return false
    await writeScope(tx, userId, after)
    await recordAudit(tx, {
      userId,
      actor: { kind: 'system', id: 'trading-state' },
      action: 'trading-state.ended',
      subject: userId === null ? 'global' : String(userId),
      details: { from: before.state, to: after.state },
    })
    return true
  })
  if (ended) await publishTradingState(deps, userId, now)
}
