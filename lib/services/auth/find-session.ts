import type { Database } from '@/lib/db/client'
import { findSessionVersions, findUserById } from '@/lib/db/user-repository'
import type { SignedInUser } from './sign-in'

export type SessionClaim = { userId: number; sessionVersion: number }

/** The user a token speaks for, or null when the user is gone or the token was revoked. */
export const findSession = async (
  deps: { db: Database },
  claim: SessionClaim,
): Promise<SignedInUser | null> => {
  const user = await findUserById(deps.db, claim.userId)
  if (!user || user.sessionVersion !== claim.sessionVersion) return null
  const { id, email, displayName, isAdmin, sessionVersion } = user
  return { id, email, displayName, isAdmin, sessionVersion }
}

/** Those of `claims` that no longer hold, asked for in one query. */
export const findRevokedSessions = async <T extends SessionClaim>(
  deps: { db: Database },
  claims: readonly T[],
): Promise<T[]> => {
  const current = await findSessionVersions(deps.db, [...new Set(claims.map((claim) => claim.userId))])
  return claims.filter((claim) => current.get(claim.userId) !== claim.sessionVersion)
}
