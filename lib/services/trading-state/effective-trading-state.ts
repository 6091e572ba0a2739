import type { EffectiveStateView, ScopeStateView } from '@/lib/contracts/trading-state'
import type { Database, Executor } from '@/lib/db/client'
import { holdScopes, holdScopesAtHand, readScopes, type ScopePair } from '@/lib/db/trading-state-repository'
import {
  type ScopeState,
  standingAt,
  type StateScope,
  strictestOf,
} from '@/lib/domain/trading-state/trading-state'

/** What applies to a user, and which scope it comes from. */
export type EffectiveState = Omit<ScopeState, 'previous'> & { scope: StateScope }

export const standingPair = ({ global, own }: ScopePair, now: Date): ScopePair => ({
  global: standingAt(global, now),
  own: standingAt(own, now),
})

export const effectiveOf = (pair: ScopePair): EffectiveState => {
  const scope = strictestOf(pair.global, pair.own)
  const { state, reason, by, since, until } = pair[scope]
  return { state, reason, by, since, until, scope }
}

/** The stricter of the global state and the user's own, as it is at `now`. */
export const effectiveTradingState = async (
  db: Database,
  userId: number,
  now: Date,
): Promise<EffectiveState> => effectiveOf(standingPair(await readScopes(db, { userId, now }), now))

/** The same, and it cannot change before the transaction ends. Call it after `lockUser` and before `lockOrder`. */
export const holdTradingState = async (tx: Executor, userId: number, now: Date): Promise<EffectiveState> =>
  effectiveOf(standingPair(await holdScopes(tx, userId, now), now))

/** The same of many users; those whose state is just being changed are left out. */
export const holdTradingStatesAtHand = async (
  tx: Executor,
  userIds: readonly number[],
  now: Date,
): Promise<Map<number, EffectiveState>> => {
  const held = await holdScopesAtHand(tx, userIds, now)
  return new Map([...held].map(([userId, pair]) => [userId, effectiveOf(standingPair(pair, now))]))
}

export const scopeView = ({
  state,
  reason,
  by,
  since,
  until,
}: Omit<ScopeState, 'previous'>): ScopeStateView => ({
  state,
  reason,
  by,
  since: since.toISOString(),
  until: until?.toISOString() ?? null,
})

export const effectiveView = (effective: EffectiveState): EffectiveStateView => ({
  ...scopeView(effective),
  scope: effective.scope,
})
