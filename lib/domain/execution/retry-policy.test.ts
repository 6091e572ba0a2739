import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterFailure, type AttemptFailure, backoffMs, isTold, slippageFor } from './retry-policy'

const failure = fc.record({
  kind: fc.constantFrom<AttemptFailure['kind']>(
    'unavailable',
    'refused',
    'slippage',
    'failed_on_chain',
    'expired',
  ),
  detail: fc.string(),
})
const jitter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('after a failed attempt', () => {
  it('F12: an exit is never given up', () => {
    fc.assert(
      fc.property(failure, fc.integer({ min: 1, max: 10_000 }), jitter, (what, failures, spread) => {
        const next = afterFailure('SELL', what, failures, spread)
        expect(next.kind).toBe('retry')
        if (next.kind === 'retry') expect(next.delayMs).toBeLessThanOrEqual(5_000)
      }),
    )
  })

  it('an entry ends after a few tries, at once on a definitive no, and as EXPIRED when it died', () => {
    fc.assert(
      fc.property(failure, fc.integer({ min: 4, max: 100 }), jitter, (what, failures, spread) => {
        expect(afterFailure('BUY', what, failures, spread).kind).toBe('give_up')
      }),
    )
    const refused = afterFailure('BUY', { kind: 'refused', detail: 'no route' }, 1, 0)
    expect(refused).toEqual({ kind: 'give_up', status: 'REJECTED', detail: 'no route' })
    expect(afterFailure('BUY', { kind: 'expired', detail: '' }, 1, 0)).toMatchObject({ status: 'EXPIRED' })
    expect(afterFailure('BUY', { kind: 'unavailable', detail: '' }, 1, 0).kind).toBe('retry')
  })

  it('waits longer each time, within bounds', () => {
    expect(backoffMs(1, 0)).toBe(125)
    expect(backoffMs(4, 0)).toBe(1_000)
    expect(backoffMs(50, 0.999)).toBeLessThanOrEqual(5_000)
  })
})

describe('the timeline of an exit that fails for a day', () => {
  it('tells the beginning in full and then ever less', () => {
    const told = Array.from({ length: 20_000 }, (_, index) => index + 1).filter(isTold)
    expect(told.slice(0, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(told.length).toBeLessThan(25)
    expect(told.at(-1)).toBe(16_384)
  })
})

describe('slippage', () => {
  const base = { reason: 'TAKE_PROFIT', slippageBps: null, slippageFailures: 0 }
  it('F13: a stop starts wide and every exit widens to a bound', () => {
    expect(slippageFor({ ...base, side: 'SELL', reason: 'STOP_LOSS' })).toBe(300)
    expect(slippageFor({ ...base, side: 'SELL' })).toBe(100)
    const steps = [0, 1, 2, 3, 4, 5, 50].map((slippageFailures) =>
      slippageFor({ ...base, side: 'SELL', slippageFailures }),
    )
    expect(steps).toEqual([100, 200, 400, 800, 1600, 2000, 2000])
  })
  it('an entry keeps the tolerance the trader gave', () => {
    expect(slippageFor({ ...base, side: 'BUY', slippageBps: 30, slippageFailures: 5 })).toBe(30)
    expect(slippageFor({ ...base, side: 'BUY' })).toBe(100)
  })
})
