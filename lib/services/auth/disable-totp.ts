import { recordAudit } from '@/lib/db/audit'
import { deleteSecondFactor } from '@/lib/db/second-factor-repository'
import type { Context } from '../context'
import { requireSecondFactor, type SecondFactorDeps } from './verify-totp'

/** Forgets the authenticator app and the recovery codes. Throws AppError `forbidden` without a right code. */
export const disableTotp = async (
  deps: SecondFactorDeps,
  ctx: Context,
  input: { code: string },
): Promise<void> => {
  await requireSecondFactor(deps, ctx.userId, input.code)
  await deps.db.transaction(async (tx) => {
    await deleteSecondFactor(tx, ctx.userId)
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'second-factor.removed',
      subject: String(ctx.userId),
      details: {},
    })
  })
}
