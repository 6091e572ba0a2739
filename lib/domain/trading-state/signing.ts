import { allowsExits, allowsWorkingEntries, type TradingState } from './trading-state'

/** What becomes of an order that is about to be signed: entries are cancelled, a sell waits but is never given up. */
export const signingOf = (side: 'BUY' | 'SELL', state: TradingState): 'sign' | 'cancel' | 'wait' => {
  if (side === 'BUY') return allowsWorkingEntries(state) ? 'sign' : 'cancel'
  return allowsExits(state) ? 'sign' : 'wait'
}
