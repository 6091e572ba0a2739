import { recordAudit } from '@/lib/db/audit'
import { lockSecondFactor, replaceRecoveryCodes } from '@/lib/db/second-factor-repository'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import { hashRecoveryCode, newRecoveryCodes } from './recovery-code'
import { requireSecondFactor, type SecondFactorDeps } from './verify-totp'

/** Ten new codes, shown this once; the old ones stop working. Throws AppError `forbidden`. */
export const renewRecoveryCodes = async (
  deps: SecondFactorDeps,
  ctx: Context,
  input: { code: string },
): Promise<{ recoveryCodes: string[] }> => {
  await requireSecondFactor(deps, ctx.userId, input.code)
  const codes = newRecoveryCodes()
  await deps.db.transaction(async (tx) => {
    const row = await lockSecondFactor(tx, ctx.userId)
    if (!row?.confirmedAt)
      throw new AppError('validation', 'Recovery codes come with an authenticator app. Set one up first.', {
        extra: { status: 409 },
      })
    await replaceRecoveryCodes(tx, ctx.userId, codes.map(hashRecoveryCode))
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'recovery-codes.renewed',
      subject: String(ctx.userId),
      details: { recoveryCodes: codes.length },
    })
  })
  return { recoveryCodes: codes }
}
