import type { TradingStateView } from '@/lib/contracts/trading-state'
import type { Executor } from '@/lib/db/client'
import { readScopes } from '@/lib/db/trading-state-repository'
import { findUserById } from '@/lib/db/user-repository'
import type { Context } from '../context'
import { effectiveOf, effectiveView, scopeView, standingPair } from './effective-trading-state'

export const getTradingState = async (deps: { db: Executor }, ctx: Context): Promise<TradingStateView> => {
  const now = ctx.now()
  const [scopes, user] = await Promise.all([
    readScopes(deps.db, { userId: ctx.userId, now }),
    findUserById(deps.db, ctx.userId),
  ])
  const pair = standingPair(scopes, now)
  return {
    ...effectiveView(effectiveOf(pair)),
    global: scopeView(pair.global),
    own: scopeView(pair.own),
    mayChangeGlobal: user?.isAdmin ?? false,
  }
}
