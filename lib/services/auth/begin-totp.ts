import { recordAudit } from '@/lib/db/audit'
import { replaceUnconfirmed } from '@/lib/db/second-factor-repository'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import { base32 } from './base32'
import { confirmPassword } from './confirm-password'
import { sealTotpSecret } from './second-factor-seal'
import { newTotpSecret, totpUri } from './totp'
import type { SecondFactorDeps } from './verify-totp'

/**
 * A new secret for an authenticator app, shown this once. Nothing is asked for until a code confirms it.
 * Throws AppError `forbidden` on a wrong password, `validation` when the account has an authenticator.
 */
export const beginTotp = async (
  deps: SecondFactorDeps,
  ctx: Context,
  input: { password?: string | undefined },
): Promise<{ secret: string; uri: string }> => {
  const user = await confirmPassword(deps, ctx.userId, input.password)
  const secret = newTotpSecret()
  const sealed = sealTotpSecret(deps.secondFactorKey, ctx.userId, secret)
  await deps.db.transaction(async (tx) => {
    const stored = await replaceUnconfirmed(tx, { userId: ctx.userId, ...sealed, createdAt: ctx.now() })
    if (!stored)
      throw new AppError(
        'validation',
        'This account has an authenticator app already. Remove it before you set up another.',
        { extra: { status: 409 } },
      )
    await recordAudit(tx, {
      userId: ctx.userId,
      actor: ctx.actor,
      action: 'second-factor.begun',
      subject: String(ctx.userId),
      details: {},
    })
  })
  return { secret: base32(secret), uri: totpUri(secret, user.email ?? user.displayName) }
}
