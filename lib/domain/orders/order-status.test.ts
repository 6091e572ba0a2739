import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canBecome, isTerminal, isUnfinished, type OrderStatus, orderStatuses } from './order-status'

const status = fc.constantFrom(...orderStatuses)

describe('order status', () => {
  it('leaves a terminal state never', () => {
    fc.assert(fc.property(status, status, (from, to) => !isTerminal(from) || !canBecome(from, to)))
  })

  it('ends every random walk in a terminal state or one the worker or trader still owns', () => {
    fc.assert(
      fc.property(fc.array(status, { maxLength: 30 }), (wishes) => {
        let now: OrderStatus = 'RECEIVED'
        for (const wish of wishes) if (canBecome(now, wish)) now = wish
        expect(isTerminal(now) || isUnfinished(now) || now === 'AWAITING_SIGNATURE').toBe(true)
      }),
    )
  })

  it('cannot be denied or cancelled once something may have been sent', () => {
    expect(canBecome('UNKNOWN', 'CANCELLED')).toBe(false)
    expect(canBecome('WORKING', 'DENIED')).toBe(false)
    expect(canBecome('UNKNOWN', 'DENIED')).toBe(false)
  })

  it('lets every unfinished state reach FILLED', () => {
    expect(canBecome('RECEIVED', 'WORKING')).toBe(true)
    expect(canBecome('WORKING', 'FILLED')).toBe(true)
    expect(canBecome('UNKNOWN', 'FILLED')).toBe(true)
  })
})
