import { recordAudit } from '@/lib/db/audit'
import { lockRowForChange, removeLockRow } from '@/lib/db/lock-repository'
import type { Database } from '@/lib/db/client'

const system = { kind: 'system' as const, id: 'protections' }

/** The cause of an open-ended lock is gone. */
export const liftLock = async (deps: { db: Database; now: () => Date }, id: string): Promise<void> => {
  await deps.db.transaction(async (tx) => {
    const lock = await lockRowForChange(tx, id)
    if (!lock || lock.removedAt) return
    await removeLockRow(tx, id, system, deps.now())
    await recordAudit(tx, {
      userId: lock.userId,
      actor: system,
      action: 'lock.lifted',
      subject: id,
      details: { kind: lock.kind },
    })
  })
}
