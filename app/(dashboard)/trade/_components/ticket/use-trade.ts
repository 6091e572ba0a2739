import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useSyncExternalStore } from 'react'
import { ApiError, noAnswer } from '@/app/_api/api-error'
import { queryKeys } from '@/app/_api/query-keys'
import { sendTrade, type TradeAnswer, type TradeIntent } from '@/app/_api/trade-calls'
import { announce } from '@/app/_live/notices'
import { applyStreamEvent } from '@/app/_live/stream-cache'
import { orderInProblem, type TradeOutcome } from './trade-outcome'
import { applyTradeEvent, outcomeOf, subscribeToOutcomes } from './trade-outcomes'

const RETRY_WAITS_MS = [700, 1_500, 3_000]

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** Sends the same bytes under the same key until something is known or the patience ends. */
const sendUntilKnown = async (scope: string, intent: TradeIntent): Promise<TradeAnswer> => {
  for (const pause of [...RETRY_WAITS_MS, null]) {
    try {
      return await sendTrade(intent)
    } catch (error) {
      const lost = error instanceof ApiError && error.failure === 'no-answer'
      if (lost) applyTradeEvent(scope, { type: 'lost' })
      if (!lost || pause === null) throw error
      await wait(pause)
    }
  }
  throw noAnswer(null)
}

const settle = async (cache: QueryClient, scope: string, intent: TradeIntent): Promise<void> => {
  try {
    const { order, position } = await sendUntilKnown(scope, intent)
    applyStreamEvent(cache, 'order', { order })
    if (position) applyStreamEvent(cache, 'position', { position })
    applyTradeEvent(scope, { type: 'placed', orderId: order.id })
  } catch (cause) {
    const error = cause instanceof ApiError ? cause : noAnswer(cause)
    const order = orderInProblem(error)
    if (order) applyStreamEvent(cache, 'order', { order })
    applyTradeEvent(scope, { type: 'failed', error })
    announce(error.message)
  }
  void cache.invalidateQueries({ queryKey: queryKeys.portfolio })
}

const IDLE: TradeOutcome = { state: 'idle' }

/**
 * Places trades one at a time per scope: a token bought, a position sold. A double click, a lost answer
 * and a retry are all the same order.
 */
export const useTrade = (scope: string) => {
  const cache = useQueryClient()
  const outcome = useSyncExternalStore(
    subscribeToOutcomes,
    () => outcomeOf(scope),
    () => IDLE,
  )

  const send = useCallback(
    (path: TradeIntent['path'], input: unknown) => {
      const intent: TradeIntent = { path, key: crypto.randomUUID(), body: JSON.stringify(input) }
      const next = applyTradeEvent(scope, { type: 'send', intent })
      if (next.state === 'sending' && next.intent === intent) void settle(cache, scope, intent)
    },
    [cache, scope],
  )
  const again = useCallback(() => {
    const next = applyTradeEvent(scope, { type: 'again' })
    if (next.state === 'sending') void settle(cache, scope, next.intent)
  }, [cache, scope])
  const clear = useCallback(() => void applyTradeEvent(scope, { type: 'clear' }), [scope])

  return { outcome, send, again, clear }
}
