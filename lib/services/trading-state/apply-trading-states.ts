import { cancellableEntries } from '@/lib/db/flatten-repository'
import { restrictedScopes, type StoredScope } from '@/lib/db/trading-state-repository'
import { allowsWorkingEntries, standingAt } from '@/lib/domain/trading-state/trading-state'
import { publishOrder } from '../execution/publish-order'
import type { ReadMarket } from '../market-view'
import { cancelHaltedEntry } from './cancel-halted-entry'
import { endTimedState } from './end-timed-state'
import { flatten, type FlattenDeps } from './flatten'

export type ApplyTradingStatesDeps = FlattenDeps & { readMarket: ReadMarket }

/**
 * Carries out what the states demand beyond forbidding: those whose time is over end, accepted entries are
 * cancelled, the kill switch sells. Nothing is remembered between two calls.
 */
export const applyTradingStates = async (deps: ApplyTradingStatesDeps): Promise<void> => {
  const now = deps.now()
  const stored = await restrictedScopes(deps.db)
  for (const scope of stored) if (scope.until !== null && now >= scope.until) await endTimedState(deps, scope)

  const standing: StoredScope[] = stored.map((scope) => ({ ...standingAt(scope, now), userId: scope.userId }))
  for (const scope of standing) if (!allowsWorkingEntries(scope.state)) await cancelEntries(deps, scope)

  const frozen = new Set(standing.filter(({ state }) => state === 'FROZEN').map(({ userId }) => userId))
  const isFrozen = (userId: number) => frozen.has(null) || frozen.has(userId)
  for (const scope of standing) if (scope.state === 'FLATTENING') await flatten(deps, scope, isFrozen)
}

const cancelEntries = async (deps: ApplyTradingStatesDeps, { userId }: StoredScope): Promise<void> => {
  for (const order of await cancellableEntries(deps.db, userId))
    if (await cancelHaltedEntry(deps, order)) await publishOrder(deps, order.id)
}
