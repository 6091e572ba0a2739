import type { Executor } from '@/lib/db/client'
import type { Denial } from '@/lib/domain/risk/limits'
import {
  allowsNewEntries,
  allowsWorkingEntries,
  type TradingState,
} from '@/lib/domain/trading-state/trading-state'
import { refuseWhileReconciling } from '../reconcile/refuse-while-reconciling'
import { type EffectiveState, holdTradingState } from './effective-trading-state'

const meaning: Record<TradingState, string> = {
  RUNNING: '',
  NO_ENTRIES: 'New entries are stopped; exits continue.',
  EXITS_ONLY: 'Only exits are carried out.',
  FLATTENING: 'Everything is being sold.',
  FROZEN: 'Nothing new is signed, exits neither.',
}

/** "Only exits are carried out, for everybody, since 12:03 UTC (Ada: chain is unstable)." */
export const stateInWords = ({ state, scope, since, until, by, reason }: EffectiveState): string => {
  const why = [by, reason].filter(Boolean).join(': ')
  const who = scope === 'global' ? 'for everybody' : 'for your account'
  const end = until ? `, until ${clock(until)}` : ''
  return `${meaning[state].slice(0, -1)}, ${who}, since ${clock(since)}${end}${why ? ` (${why})` : ''}.`
}

const clock = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

/**
 * The denial of a new entry in any state but RUNNING, else null. The state is held until the transaction
 * ends: once a stricter one is set, no entry is accepted any more. Throws AppError `trading.halted` while the
 * books are still being compared with the chain.
 */
export const denyEntryByState = async (tx: Executor, userId: number, now: Date): Promise<Denial | null> => {
  await refuseWhileReconciling(tx)
  const effective = await holdTradingState(tx, userId, now)
  return allowsNewEntries(effective.state) ? null : haltedDenial(effective)
}

/** The same of an entry accepted before: NO_ENTRIES lets it go on. */
export const denyWorkingEntryByState = async (
  tx: Executor,
  userId: number,
  now: Date,
): Promise<Denial | null> => {
  const effective = await holdTradingState(tx, userId, now)
  return allowsWorkingEntries(effective.state) ? null : haltedDenial(effective)
}

const haltedDenial = (effective: EffectiveState): Denial => ({
  code: 'trading.halted',
  detail: stateInWords(effective),
  extra: {
    tradingState: effective.state,
    scope: effective.scope,
    ...(effective.until ? { until: effective.until.toISOString() } : {}),
  },
})
