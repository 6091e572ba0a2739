import type { EngineState } from './price-engine'
import type { HistoryState } from './price-history'

export type MarketState = {
  version: 1
  /** Of the first start: the past and the volumes come from it, also after the engine got another one. */
  seed: string
  startedAt: number
  engine: EngineState
  histories: Record<string, HistoryState>
  launches?: Record<string, HistoryState>
}

/** null where nothing was saved. Throws for a form that this version does not know. */
export const readState = (saved: unknown): MarketState | null => {
  if (saved === undefined || saved === null) return null
  const state = saved as MarketState
  if (state.version !== 1) throw new Error('the saved market has a form that this version does not know')
  return state
}
