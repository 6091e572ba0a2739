import {
  type TradingStateInput,
  tradingStateAnswer,
  type TradingStateView,
} from '@/lib/contracts/trading-state'
import { callApi, parseAnswer } from './api-client'

/** Setting the same state twice is the same as once, so a lost answer is simply asked again. */
export const changeTradingState = async (input: TradingStateInput): Promise<TradingStateView> =>
  parseAnswer(
    tradingStateAnswer,
    await callApi('/trading-state', { method: 'PUT', body: JSON.stringify(input) }),
  )
