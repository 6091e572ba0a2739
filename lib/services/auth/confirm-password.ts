import type { Executor } from '@/lib/db/client'
import { findUserById, type UserRow } from '@/lib/db/user-repository'
import { AppError } from '@/lib/errors'
import { verifyPassword } from './password'

/**
 * A session alone must not change how its owner signs in. An account without a password (it signs in with
 * a wallet) has nothing to confirm. Throws AppError `forbidden`.
 */
export const confirmPassword = async (
  deps: { db: Executor },
  userId: number,
  password: string | undefined,
): Promise<UserRow> => {
  const user = await findUserById(deps.db, userId)
  if (!user) throw new AppError('not_found', 'There is no such account.')
  if (user.passwordHash === null) return user
  if (password === undefined) throw new AppError('validation', 'password: enter your password to confirm.')
  if (!(await verifyPassword(password, user.passwordHash)))
    throw new AppError('forbidden', 'The password is wrong. Nothing was changed.')
  return user
}
