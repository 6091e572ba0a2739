import { FREEZE_MS, type LastingState, type ScopeState, standingAt, type TradingState } from './trading-state'

export type StateChange = { state: TradingState; reason: string; by: string; until: Date | null }

/** Clocks differ a little, and a request takes its time. */
const CLOCK_SLACK_MS = 5_000

const NO_END: Partial<Record<TradingState, string>> = {
  RUNNING: 'until: RUNNING has no end. Leave until out.',
  FLATTENING: 'until: FLATTENING ends by itself once everything is sold. Leave until out.',
}

/** Why a change cannot be made, naming the field, or null. */
export const refuseChange = (change: StateChange, now: Date): string | null => {
  if (change.until === null) return null
  const noEnd = NO_END[change.state]
  if (noEnd) return noEnd
  if (change.until <= now) return 'until: must lie in the future.'
  if (change.state === 'FROZEN' && change.until.getTime() - now.getTime() > FREEZE_MS + CLOCK_SLACK_MS)
    return 'until: a freeze lasts at most 60 minutes, because it holds the stops back too. Renew it before it ends.'
  return null
}

/**
 * The scope after a change that was not refused. A state with an end remembers the last one without, to
 * go back to; so renewing a freeze, or freezing in the middle of a kill switch, forgets nothing.
 */
export const changed = (current: ScopeState, change: StateChange, now: Date): ScopeState => {
  const until = change.until ?? (change.state === 'FROZEN' ? new Date(now.getTime() + FREEZE_MS) : null)
  return {
    state: change.state,
    reason: change.reason,
    by: change.by,
    since: now,
    until,
    previous: until === null ? null : lastingPart(standingAt(current, now)),
  }
}

const lastingPart = (scope: ScopeState): LastingState | null => {
  if (scope.until !== null) return scope.previous
  const { state, reason, by, since } = scope
  return { state, reason, by, since }
}
