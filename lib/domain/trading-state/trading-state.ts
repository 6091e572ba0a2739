/**
 * RUNNING     everything is allowed
 * NO_ENTRIES  no new entries; those already accepted go on, exits too
 * EXITS_ONLY  accepted entries are cancelled as well, unless their transaction is already out
 * FLATTENING  the kill switch: every position is being sold, then EXITS_ONLY
 * FROZEN      nothing new is signed, exits neither; always ends by itself
 */
export const tradingStates = ['RUNNING', 'NO_ENTRIES', 'EXITS_ONLY', 'FLATTENING', 'FROZEN'] as const
export type TradingState = (typeof tradingStates)[number]

export const stateScopes = ['global', 'own'] as const
export type StateScope = (typeof stateScopes)[number]

/** A freeze also holds the stops back, so it ends unless a person renews it. */
export const FREEZE_MS = 60 * 60_000

/** Ordered by what they forbid. FROZEN holds even the sells of FLATTENING back; they go on when it ends. */
const strictness: Record<TradingState, number> = {
  RUNNING: 0,
  NO_ENTRIES: 1,
  EXITS_ONLY: 2,
  FLATTENING: 3,
  FROZEN: 4,
}

export const isStricter = (left: TradingState, right: TradingState): boolean =>
  strictness[left] > strictness[right]

export const allowsNewEntries = (state: TradingState): boolean => state === 'RUNNING'
export const allowsWorkingEntries = (state: TradingState): boolean =>
  state === 'RUNNING' || state === 'NO_ENTRIES'
export const allowsExits = (state: TradingState): boolean => state !== 'FROZEN'

/** A state without an end, and who set it why. */
export type LastingState = { state: TradingState; reason: string | null; by: string | null; since: Date }

/** The state of one scope. `until` null: until somebody changes it; else `previous` holds again from then on. */
export type ScopeState = LastingState & { until: Date | null; previous: LastingState | null }

/** What holds at `now`: past its end a state has given way to the one before it. */
export const standingAt = (scope: ScopeState, now: Date): ScopeState =>
  scope.until === null || now < scope.until ? scope : lasting(scope, scope.until)

const lasting = (scope: ScopeState, since: Date): ScopeState => ({
  ...(scope.previous ?? { state: 'RUNNING', reason: null, by: null }),
  since,
  until: null,
  previous: null,
})

/** The stricter one; of two alike the one that lasts longer. */
export const strictestOf = (global: ScopeState, own: ScopeState): StateScope => {
  if (isStricter(global.state, own.state)) return 'global'
  if (isStricter(own.state, global.state)) return 'own'
  if (global.until === null) return 'global'
  return own.until === null || own.until > global.until ? 'own' : 'global'
}
