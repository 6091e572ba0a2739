import { describe, expect, it } from 'vitest'
import { ApiError, noAnswer } from '@/app/_api/api-error'
import { type TradeOutcome, tradeOutcome } from './trade-outcome'

const intent = { path: '/trade/buy', key: 'k1', body: '{}' } as const
const other = { ...intent, key: 'k2' }
const idle: TradeOutcome = { state: 'idle' }
const sending = tradeOutcome(idle, { type: 'send', intent })
const refusal = (status: number) =>
  new ApiError('problem', 'no', {
    status,
    problem: { type: 'x', title: 'x', status, detail: 'no', code: 'risk.position_size' },
  })

describe('one intention', () => {
  it('is sent once, however often the button is pressed', () => {
    expect(tradeOutcome(sending, { type: 'send', intent: other })).toBe(sending)
  })

  it('keeps its key when the answer is lost, and nothing else may be sent meanwhile', () => {
    const lost = tradeOutcome(sending, { type: 'failed', error: noAnswer(new Error('offline')) })
    expect(lost).toMatchObject({ state: 'unanswered', intent })
    expect(tradeOutcome(lost, { type: 'send', intent: other })).toBe(lost)
    expect(tradeOutcome(lost, { type: 'clear' })).toBe(lost)
    expect(tradeOutcome(lost, { type: 'again' })).toMatchObject({ state: 'sending', intent })
  })

  it('does not take a refusal of the second request for news of the first', () => {
    const uncertain = tradeOutcome(sending, { type: 'lost' })
    expect(tradeOutcome(uncertain, { type: 'failed', error: refusal(429) }).state).toBe('unanswered')
    expect(tradeOutcome(uncertain, { type: 'failed', error: refusal(400) }).state).toBe('refused')
    expect(tradeOutcome(sending, { type: 'failed', error: refusal(429) }).state).toBe('refused')
  })

  it('treats a server error as unanswered and a refusal as final', () => {
    expect(tradeOutcome(sending, { type: 'failed', error: refusal(500) }).state).toBe('unanswered')
    expect(tradeOutcome(sending, { type: 'failed', error: refusal(422) }).state).toBe('refused')
  })

  it('becomes an order, after which a new one may follow', () => {
    const placed = tradeOutcome(sending, { type: 'placed', orderId: 'o1' })
    expect(placed).toMatchObject({ state: 'placed', orderId: 'o1' })
    expect(tradeOutcome(placed, { type: 'send', intent: other })).toMatchObject({
      state: 'sending',
      intent: other,
    })
    expect(tradeOutcome(placed, { type: 'clear' })).toEqual(idle)
  })
})
