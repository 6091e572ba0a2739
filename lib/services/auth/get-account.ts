import type { AccountView } from '@/lib/contracts/account'
import type { Executor } from '@/lib/db/client'
import { findSecondFactor, unusedRecoveryCodes } from '@/lib/db/second-factor-repository'
import { findUserById } from '@/lib/db/user-repository'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'

export const getAccount = async (deps: { db: Executor }, ctx: Context): Promise<AccountView> => {
  const [user, factor, recoveryCodesLeft] = await Promise.all([
    findUserById(deps.db, ctx.userId),
    findSecondFactor(deps.db, ctx.userId),
    unusedRecoveryCodes(deps.db, ctx.userId),
  ])
  if (!user) throw new AppError('not_found', 'There is no such account.')
  return {
    email: user.email,
    displayName: user.displayName,
    isAdmin: user.isAdmin,
    hasPassword: user.passwordHash !== null,
    secondFactor: { enrolledAt: factor?.confirmedAt?.toISOString() ?? null, recoveryCodesLeft },
    createdAt: user.createdAt.toISOString(),
  }
}
