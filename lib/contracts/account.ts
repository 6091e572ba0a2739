import { z } from 'zod'
import { isoTime } from './primitives'

/** Of an authenticator app (six digits) or a recovery code; spaces and hyphens do not matter. */
const secondFactorCode = z
  .string({ error: 'must be the 6-digit code of your authenticator app, or a recovery code' })
  .trim()
  .max(64)
const password = z.string({ error: 'must be your password' }).min(1).max(1024)

export const MIN_PASSWORD_LENGTH = 12

export const beginTotpInput = z.strictObject({ password: password.optional() })
/** `uri` is the `otpauth:` address that authenticator apps open. */
export const beginTotpAnswer = z.object({ secret: z.string(), uri: z.string() })

export const secondFactorInput = z.strictObject({ code: secondFactorCode.min(1) })
export const recoveryCodesAnswer = z.object({ recoveryCodes: z.array(z.string()) })

export const passwordInput = z.strictObject({
  password,
  newPassword: z
    .string({ error: 'must be the new password' })
    .min(MIN_PASSWORD_LENGTH, `must have at least ${MIN_PASSWORD_LENGTH} characters`)
    .max(1024),
  totp: secondFactorCode.optional(),
})

export const account = z.object({
  email: z.string().nullable(),
  displayName: z.string(),
  isAdmin: z.boolean(),
  hasPassword: z.boolean(),
  secondFactor: z.object({ enrolledAt: isoTime.nullable(), recoveryCodesLeft: z.number().int() }),
  createdAt: isoTime,
})
export type AccountView = z.infer<typeof account>

export const accountAnswer = z.object({ account })
/** Every session, token and live stream has ended, the one that asked included. */
export const signedOutAnswer = z.object({ signedOut: z.literal(true) })
