import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { raiseSessionVersion } from '@/lib/db/user-repository'
import type { Context } from '../context'

/** Ends every session, token and live stream of the user. Orders and exits go on: they need none. */
export const signOutEverywhere = async (deps: { db: Database }, ctx: Context): Promise<void> => {
  await deps.db.transaction(async (tx) => {
    await raiseSessionVersion(tx, ctx.userId)
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'sessions.revoked',
      subject: String(ctx.userId),
      details: {},
    })
  })
}
