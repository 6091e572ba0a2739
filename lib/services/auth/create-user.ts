import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { insertUser } from '@/lib/db/user-repository'
import { AppError } from '@/lib/errors'
import { hashPassword } from './password'

export type UserToCreate = { email: string; password: string; displayName: string; isAdmin: boolean }

/**
 * An account made by the operator. Its trading wallet is made by the trading worker, which alone can seal a key,
 * within seconds or at its next start. Throws AppError `validation` when the address is taken.
 */
export const createUser = async (
  { db }: { db: Database },
  { password, ...user }: UserToCreate,
): Promise<{ userId: number }> => {
  const passwordHash = await hashPassword(password)
  return db.transaction(async (tx) => {
    const userId = await insertUser(tx, { ...user, passwordHash })
    if (userId === null)
      throw new AppError('validation', `There is an account with the address ${user.email} already.`)
    await recordAudit(tx, {
      userId,
      actor: { kind: 'system', id: 'user:create' },
      action: 'user.created',
      subject: String(userId),
      details: { email: user.email, isAdmin: user.isAdmin },
    })
    return { userId }
  })
}
