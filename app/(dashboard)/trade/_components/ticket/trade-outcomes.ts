import { createStore } from '@/app/_live/external-store'
import { type TradeEvent, type TradeOutcome, tradeOutcome } from './trade-outcome'

const IDLE: TradeOutcome = { state: 'idle' }

/** Outlives the components that show it: another token or tab does not forget a trade on its way. */
const outcomes = createStore<ReadonlyMap<string, TradeOutcome>>(new Map())

export const subscribeToOutcomes = outcomes.subscribe

export const outcomeOf = (scope: string): TradeOutcome => outcomes.get().get(scope) ?? IDLE

/** At once, so that a second click of the same moment meets the state the first one left. */
export const applyTradeEvent = (scope: string, event: TradeEvent): TradeOutcome => {
  const next = tradeOutcome(outcomeOf(scope), event)
  outcomes.set(new Map(outcomes.get()).set(scope, next))
  return next
}
