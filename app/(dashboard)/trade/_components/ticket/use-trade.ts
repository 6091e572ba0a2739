import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useReducer, useRef } from 'react'
import { ApiError, noAnswer } from '@/app/_api/api-error'
import { queryKeys } from '@/app/_api/query-keys'
import { sendTrade, type TradeAnswer, type TradeIntent } from '@/app/_api/trade-calls'
import { announce } from '@/app/_live/notices'
import { applyStreamEvent } from '@/app/_live/stream-cache'
import { orderInProblem, type TradeEvent, type TradeOutcome, tradeOutcome } from './trade-outcome'

const RETRY_WAITS_MS = [700, 1_500, 3_000]

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

/** Sends the same bytes under the same key until something is known or the patience ends. */
const sendUntilKnown = async (intent: TradeIntent): Promise<TradeAnswer> => {
  for (const pause of [...RETRY_WAITS_MS, null]) {
    try {
      return await sendTrade(intent)
    } catch (error) {
      const lost = error instanceof ApiError && error.failure === 'no-answer'
      if (!lost || pause === null) throw error
      await wait(pause)
    }
  }
  throw noAnswer(null)
}

/** Places trades one at a time. A double click, a lost answer and a retry are all the same order. */
export const useTrade = () => {
  const cache = useQueryClient()
  const [outcome, setOutcome] = useReducer(tradeOutcome, { state: 'idle' } as TradeOutcome)
  // The reducer's state arrives with the next render; two clicks can come before it.
  const latest = useRef<TradeOutcome>(outcome)

  const apply = useCallback((event: TradeEvent): TradeOutcome => {
    latest.current = tradeOutcome(latest.current, event)
    setOutcome(event)
    return latest.current
  }, [])

  const settle = useCallback(
    async (intent: TradeIntent) => {
      try {
        const { order, position } = await sendUntilKnown(intent)
        applyStreamEvent(cache, 'order', { order })
        if (position) applyStreamEvent(cache, 'position', { position })
        apply({ type: 'placed', orderId: order.id })
      } catch (cause) {
        const error = cause instanceof ApiError ? cause : noAnswer(cause)
        const order = orderInProblem(error)
        if (order) applyStreamEvent(cache, 'order', { order })
        apply({ type: 'failed', error })
        announce(error.message)
      }
      void cache.invalidateQueries({ queryKey: queryKeys.portfolio })
    },
    [apply, cache],
  )

  const send = useCallback(
    (path: TradeIntent['path'], input: unknown) => {
      const intent: TradeIntent = { path, key: crypto.randomUUID(), body: JSON.stringify(input) }
      const next = apply({ type: 'send', intent })
      if (next.state === 'sending' && next.intent === intent) void settle(intent)
    },
    [apply, settle],
  )

  const again = useCallback(() => {
    const next = apply({ type: 'again' })
    if (next.state === 'sending') void settle(next.intent)
  }, [apply, settle])

  const clear = useCallback(() => void apply({ type: 'clear' }), [apply])

  return { outcome, send, again, clear }
}
