import { z } from 'zod'
import { order } from '@/lib/contracts/orders'
import { position } from '@/lib/contracts/positions'
import { callApi, parseAnswer } from './api-client'

export const tradeAnswer = z.object({ order, position: position.optional() })
export type TradeAnswer = z.infer<typeof tradeAnswer>

/**
 * One intention to trade. The same key and the same bytes are sent again when an answer is lost, so that
 * it happens at most once.
 */
export type TradeIntent = { path: '/trade/buy' | '/trade/sell'; key: string; body: string }

export const sendTrade = async ({ path, key, body }: TradeIntent): Promise<TradeAnswer> => {
  const answer = await callApi(path, {
    method: 'POST',
    body,
    headers: { 'idempotency-key': key, prefer: 'wait=10' },
  })
  return parseAnswer(tradeAnswer, answer)
}
