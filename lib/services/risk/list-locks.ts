import type { LockView } from '@/lib/contracts/risk'
import type { Executor } from '@/lib/db/client'
import { standingLocks } from '@/lib/db/lock-repository'
import { findUserById } from '@/lib/db/user-repository'
import type { Context } from '../context'
import { lockViews } from './lock-view'

/** Locks in force for the caller, everyone's included. */
export const listLocks = async (deps: { db: Executor }, ctx: Context): Promise<{ locks: LockView[] }> => {
  const user = await findUserById(deps.db, ctx.userId)
  const rows = await standingLocks(deps.db, ctx.userId, ctx.now())
  return { locks: await lockViews(deps.db, rows, { isAdmin: user?.isAdmin ?? false }) }
}
