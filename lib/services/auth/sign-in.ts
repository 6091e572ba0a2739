import { findUserByEmail } from '@/lib/db/user-repository'
import { AppError } from '@/lib/errors'
import { verifyPassword } from './password'
import { requireSecondFactor, type SecondFactorDeps } from './verify-totp'

export type SignedInUser = {
  id: number
  email: string | null
  displayName: string
  isAdmin: boolean
  sessionVersion: number
}

/** Both throw AppError `rate_limited`. */
export type SignInThrottle = {
  /** Counts one attempt against the address and the account. */
  attempt(address: string, account: string): Promise<void>
  /** A right password clears the count: only failures lock. */
  succeeded(address: string, account: string): Promise<void>
}

export type SignInDeps = SecondFactorDeps & { throttle: SignInThrottle }
export type SignInInput = { email: string; password: string; totp?: string | undefined; address: string }

/**
 * Throws AppError `unauthenticated` (the same for an unknown address and a wrong password), `forbidden` when
 * only the code of the authenticator app is missing or wrong, or `rate_limited`.
 */
export const signIn = async (deps: SignInDeps, input: SignInInput): Promise<SignedInUser> => {
  const account = input.email.trim().toLowerCase()
  await deps.throttle.attempt(input.address, account)
  const user = await findUserByEmail(deps.db, account)
  const matches = await verifyPassword(input.password, user?.passwordHash ?? null)
  if (!user || !matches) throw new AppError('unauthenticated', 'The e-mail address or the password is wrong.')
  await requireSecondFactor(deps, user.id, input.totp)
  await deps.throttle.succeeded(input.address, account)
  const { id, email, displayName, isAdmin, sessionVersion } = user
  return { id, email, displayName, isAdmin, sessionVersion }
}
