import type { LockView } from '@/lib/contracts/risk'
import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { lockRowForChange, removeLockRow } from '@/lib/db/lock-repository'
import { findUserById } from '@/lib/db/user-repository'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import { lockViews } from './lock-view'

/**
 * Lets entries in again before a lock ends: one's own, or as an administrator anybody's. A lock removed already
 * stays removed, and the same evidence does not set it again. Throws `not_found`, `forbidden`.
 */
export const removeLock = async (deps: { db: Database }, ctx: Context, id: string): Promise<LockView> => {
  const { isAdmin } = (await findUserById(deps.db, ctx.userId)) ?? { isAdmin: false }
  const removed = await deps.db.transaction(async (tx) => {
    const row = await lockRowForChange(tx, id)
    const mine = row !== null && (row.userId === ctx.userId || row.userId === null)
    if (!row || !(mine || isAdmin))
      throw new AppError('not_found', 'There is no such lock. It may be of another account.')
    if (row.userId === null && !isAdmin)
      throw new AppError(
        'forbidden',
        'This lock protects everyone, so only an administrator removes it. Your exits continue.',
      )
    if (row.removedAt) return row
    const now = ctx.now()
    const by = { kind: ctx.actor.kind, id: ctx.actor.id }
    await removeLockRow(tx, id, by, now)
    await recordAudit(tx, {
      userId: row.userId,
      actor: ctx.actor,
      action: 'lock.removed',
      subject: id,
      details: { kind: row.kind, reason: row.reason, until: row.until?.toISOString() ?? null },
    })
    return { ...row, removedAt: now, removedBy: by }
  })
  return (await lockViews(deps.db, [removed], { isAdmin }))[0]!
}
