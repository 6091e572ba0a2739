import { z } from 'zod'
import { stateScopes, tradingStates } from '@/lib/domain/trading-state/trading-state'
import { isoTime } from './primitives'

export const scopeStateView = z.object({
  state: z.enum(tradingStates),
  reason: z.string().nullable(),
  /** The name of the person, or of the part of JARVIS, that set it. */
  by: z.string().nullable(),
  since: isoTime,
  /** When it ends by itself; null: when somebody changes it. */
  until: isoTime.nullable(),
})
export type ScopeStateView = z.infer<typeof scopeStateView>

/** What applies to the user: the stricter of both scopes. */
export const effectiveStateView = scopeStateView.extend({ scope: z.enum(stateScopes) })
export type EffectiveStateView = z.infer<typeof effectiveStateView>

export const tradingStateAnswer = effectiveStateView.extend({
  global: scopeStateView,
  own: scopeStateView,
  /** Whether the asking user may change the global state. */
  mayChangeGlobal: z.boolean(),
})
export type TradingStateView = z.infer<typeof tradingStateAnswer>

export const tradingStateInput = z.strictObject({
  state: z.enum(tradingStates),
  reason: z.string({ error: 'must say why, in words' }).trim().min(1, 'must say why, in words').max(300),
  until: z.iso.datetime({ offset: true, error: 'must be a time such as 2026-03-01T12:00:00Z' }).nullish(),
  scope: z.enum(stateScopes).default('global'),
})
export type TradingStateInput = z.infer<typeof tradingStateInput>
