import type { PreferencesInput } from '@/lib/contracts/preferences'
import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { storePreferences } from '@/lib/db/preferences-repository'
import type { Context } from '../context'

/** For buys from now on. Positions and orders there are keep their plan. */
export const setPreferences = async (
  deps: { db: Database },
  ctx: Context,
  input: PreferencesInput,
): Promise<PreferencesInput> => {
  await deps.db.transaction(async (tx) => {
    await storePreferences(tx, ctx.userId, input, ctx.now())
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'preferences.changed',
      subject: String(ctx.userId),
      details: input,
    })
  })
  return input
}
