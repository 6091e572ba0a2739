import { recordAudit } from '@/lib/db/audit'
import { raiseSessionVersion, replacePasswordHash } from '@/lib/db/user-repository'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import { confirmPassword } from './confirm-password'
import { hashPassword } from './password'
import { requireSecondFactor, type SecondFactorDeps } from './verify-totp'

export type ChangePasswordInput = { password: string; newPassword: string; totp?: string | undefined }

/** Signs out everywhere, here too: whoever knew the old password is out. Throws AppError `forbidden` or `validation`. */
export const changePassword = async (
  deps: SecondFactorDeps,
  ctx: Context,
  input: ChangePasswordInput,
): Promise<void> => {
  const user = await confirmPassword(deps, ctx.userId, input.password)
  const old = user.passwordHash
  if (old === null) throw new AppError('validation', 'This account signs in without a password.')
  if (input.newPassword === input.password)
    throw new AppError('validation', 'newPassword: is the same as the old one.')
  await requireSecondFactor(deps, ctx.userId, input.totp)
  const passwordHash = await hashPassword(input.newPassword)
  await deps.db.transaction(async (tx) => {
    if (!(await replacePasswordHash(tx, ctx.userId, old, passwordHash)))
      throw new AppError('forbidden', 'The password was changed in the meantime. Sign in with the new one.')
    await raiseSessionVersion(tx, ctx.userId)
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'password.changed',
      subject: String(ctx.userId),
      details: {},
    })
  })
}
