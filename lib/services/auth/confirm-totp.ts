import { recordAudit } from '@/lib/db/audit'
import { lockSecondFactor, replaceRecoveryCodes, updateSecondFactor } from '@/lib/db/second-factor-repository'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import { hashRecoveryCode, newRecoveryCodes } from './recovery-code'
import { openTotpSecret } from './second-factor-seal'
import { matchTotp } from './totp'
import type { SecondFactorDeps } from './verify-totp'

/** From here on codes are asked for. The recovery codes are shown this once. Throws AppError `forbidden`. */
export const confirmTotp = async (
  deps: SecondFactorDeps,
  ctx: Context,
  input: { code: string },
): Promise<{ recoveryCodes: string[] }> => {
  const codes = newRecoveryCodes()
  await deps.db.transaction(async (tx) => {
    const row = await lockSecondFactor(tx, ctx.userId)
    const secret = row && row.confirmedAt === null && openTotpSecret(deps.secondFactorKey, ctx.userId, row)
    if (!secret)
      throw new AppError(
        'validation',
        'No authenticator app is waiting to be confirmed. Begin with a new secret.',
        { extra: { status: 409 } },
      )
    const step = matchTotp(secret, input.code.replace(/\s/g, ''), ctx.now(), row.lastStep)
    if (step === null)
      throw new AppError(
        'forbidden',
        "The code is wrong. Enter the one your app shows now, and check that your phone's clock is right.",
        { extra: { secondFactor: 'wrong' } },
      )
    await updateSecondFactor(tx, ctx.userId, { confirmedAt: ctx.now(), lastStep: step })
    await replaceRecoveryCodes(tx, ctx.userId, codes.map(hashRecoveryCode))
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'second-factor.enrolled',
      subject: String(ctx.userId),
      details: { recoveryCodes: codes.length },
    })
  })
  return { recoveryCodes: codes }
}
