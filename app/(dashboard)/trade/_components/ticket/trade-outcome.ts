import { type ApiError } from '@/app/_api/api-error'
import type { OrderView } from '@/lib/contracts/orders'
import { order as orderSchema } from '@/lib/contracts/orders'
import type { TradeIntent } from '@/app/_api/trade-calls'

/**
 * What is known about one intention to trade.
 * - `sending`: on its way; `uncertain` once an answer to it was lost
 * - `placed`: it is order `orderId`, whose state the order itself tells
 * - `refused`: definitely not done
 * - `unanswered`: it may have been done; only the same intent may be sent again
 */
export type TradeOutcome =
  | { state: 'idle' }
  | { state: 'sending'; intent: TradeIntent; uncertain: boolean }
  | { state: 'placed'; intent: TradeIntent; orderId: string }
  | { state: 'refused'; intent: TradeIntent; error: ApiError }
  | { state: 'unanswered'; intent: TradeIntent; error: ApiError }

export type TradeEvent =
  | { type: 'send'; intent: TradeIntent }
  | { type: 'lost' }
  | { type: 'again' }
  | { type: 'placed'; orderId: string }
  | { type: 'failed'; error: ApiError }
  | { type: 'clear' }

/** The order in the body of an error answer, where it has one. */
export const orderInProblem = (error: ApiError): OrderView | null =>
  orderSchema.safeParse(error.problem?.['order']).data ?? null

const SURELY_NOT_DONE = new Set([400, 401, 403, 404, 409, 413, 415, 422, 429])

/** Refusals of the request, which say nothing of an earlier one whose answer was lost. */
const ABOUT_THE_REQUEST = new Set([401, 403, 429])

/** An answer that proves nothing happened. A 5xx or silence proves nothing. */
const isDefinitive = (error: ApiError, uncertain: boolean): boolean => {
  if (error.failure !== 'problem') return false
  if (orderInProblem(error) !== null) return true
  return SURELY_NOT_DONE.has(error.status) && !(uncertain && ABOUT_THE_REQUEST.has(error.status))
}

export const tradeOutcome = (now: TradeOutcome, event: TradeEvent): TradeOutcome => {
  switch (event.type) {
    case 'send':
      return now.state === 'sending' || now.state === 'unanswered'
        ? now
        : { state: 'sending', intent: event.intent, uncertain: false }
    case 'lost':
      return now.state === 'sending' ? { ...now, uncertain: true } : now
    case 'again':
      return now.state === 'unanswered' ? { state: 'sending', intent: now.intent, uncertain: true } : now
    case 'placed':
      return now.state === 'sending' ? { state: 'placed', intent: now.intent, orderId: event.orderId } : now
    case 'failed': {
      if (now.state !== 'sending') return now
      const { intent } = now
      return isDefinitive(event.error, now.uncertain)
        ? { state: 'refused', intent, error: event.error }
        : { state: 'unanswered', intent, error: event.error }
    }
    case 'clear':
      return now.state === 'sending' || now.state === 'unanswered' ? now : { state: 'idle' }
  }
}
