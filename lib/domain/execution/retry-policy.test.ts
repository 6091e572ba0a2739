import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  afterFailure,
  type AttemptFailure,
  backoffMs,
  counted,
  type FailureCount,
  isAlarming,
  isTold,
  sizeDivisor,
  slippageFor,
} from './retry-policy'

const failure = fc.record({
  kind: fc.constantFrom<AttemptFailure['kind']>(
    'unavailable',
    'refused',
    'slippage',
    'failed_on_chain',
    'expired',
    'unclear',
  ),
  detail: fc.string(),
})
const none: FailureCount = {
  failures: 0,
  slippageFailures: 0,
  sameRefusals: 0,
  lastRefusal: null,
  refusedSince: null,
  movedSince: null,
}
const at = (seconds: number): Date => new Date(seconds * 1_000)
/** The steps of an order that fails like this, `gapS` apart. */
const stepsOf = (side: 'BUY' | 'SELL', failures: readonly AttemptFailure[], gapS: number) => {
  let count = none
  return failures.map((failure, index) => {
    count = counted(count, failure, at(index * gapS))
    return afterFailure(side, failure, count, at(index * gapS), 0.5)
  })
}

describe('after a failed attempt', () => {
  it('F12: an exit is never given up', () => {
    fc.assert(
      fc.property(fc.array(failure, { maxLength: 60 }), fc.integer({ min: 0, max: 90 }), (failures, gapS) => {
        for (const next of stepsOf('SELL', failures, gapS)) {
          expect(next.kind).not.toBe('give_up')
          if (next.kind === 'retry') expect(next.delayMs).toBeLessThanOrEqual(5_000)
        }
      }),
    )
  })

  it('F26: the very same definitive no, often and for long enough, means it cannot be sold', () => {
    const no: AttemptFailure = { kind: 'refused', detail: 'custom program error 17' }
    const kinds = (failures: readonly AttemptFailure[], gapS: number) =>
      stepsOf('SELL', failures, gapS).map(({ kind }) => kind)
    expect(kinds(Array<AttemptFailure>(8).fill(no), 3)).toEqual([
      ...Array<string>(7).fill('retry'),
      'trapped',
    ])
    // Eight within a moment may be one bad moment of one vendor.
    expect(kinds(Array<AttemptFailure>(8).fill(no), 1).at(-1)).toBe('retry')
    // Any other answer in between begins the count anew.
    const broken = [...Array<AttemptFailure>(7).fill(no), { kind: 'unavailable', detail: '' } as const, no]
    expect(kinds(broken, 3)).not.toContain('trapped')
    expect(kinds(Array<AttemptFailure>(50).fill({ kind: 'unavailable', detail: 'down' }), 3)).not.toContain(
      'trapped',
    )
  })

  it('F24: a token that moves to its next pool is waited for, neither counted as failed nor trapped', () => {
    const moved = { kind: 'pool_moved', detail: 'graduates' } as const
    let count: FailureCount = {
      ...none,
      ...{ failures: 2, slippageFailures: 1, sameRefusals: 7, lastRefusal: 'no route', refusedSince: at(0) },
    }
    const alarmed: number[] = []
    for (let second = 0; second < 600; second += 20) {
      const before = count
      count = counted(before, moved, at(second))
      for (const side of ['BUY', 'SELL'] as const) {
        const next = afterFailure(side, moved, count, at(second), 0.5)
        expect(next.kind === 'retry' && next.delayMs).toBe(1_125)
      }
      if (isAlarming(before, moved, count, at(second))) alarmed.push(second)
    }
    expect(count).toMatchObject({ failures: 2, slippageFailures: 1, sameRefusals: 0, refusedSince: null })
    // A node that does not answer in between begins no new wait.
    expect(alarmed[0]).toBe(60)
    expect(counted(count, { kind: 'unavailable', detail: '' }, at(599)).movedSince).toEqual(at(0))
  })

  it('F24: a move that takes longer than ten minutes counts like any other refusal, and ends', () => {
    const moved = { kind: 'pool_moved', detail: 'graduates' } as const
    let count = counted(none, moved, at(0))
    const steps = Array.from({ length: 10 }, (_, nth) => {
      count = counted(count, moved, at(600 + nth * 3))
      return afterFailure('SELL', moved, count, at(600 + nth * 3), 0.5).kind
    })
    expect(steps.slice(0, 8)).toEqual([...Array<string>(7).fill('retry'), 'trapped'])
    expect(count).toMatchObject({ failures: 10, sameRefusals: 10 })
    expect(afterFailure('BUY', moved, count, at(630), 0.5).kind).toBe('give_up')
  })

  it('a count is nothing but a count, whatever else the order it is taken from holds', () => {
    const order = { ...none, status: 'WORKING' }
    for (const kind of ['pool_moved', 'refused'] as const)
      expect(Object.keys(counted(order, { kind, detail: '' }, at(1))).sort()).toEqual(
        Object.keys(none).sort(),
      )
  })

  it('an entry ends after a few tries, at once on a definitive no, and as EXPIRED when it died', () => {
    fc.assert(
      fc.property(fc.array(failure, { minLength: 4, maxLength: 9 }), (failures) => {
        expect(stepsOf('BUY', failures, 1).at(-1)!.kind).toBe('give_up')
      }),
    )
    const first = (what: AttemptFailure) => stepsOf('BUY', [what], 1)[0]!
    expect(first({ kind: 'refused', detail: 'no route' })).toEqual({
      kind: 'give_up',
      status: 'REJECTED',
      detail: 'no route',
    })
    expect(first({ kind: 'expired', detail: '' })).toMatchObject({ status: 'EXPIRED' })
    expect(first({ kind: 'unavailable', detail: '' }).kind).toBe('retry')
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
    expect(steps).toEqual([100, 200, 400, 500, 500, 500, 500])
    const stops = [0, 1, 2, 3, 50].map((slippageFailures) =>
      slippageFor({ ...base, side: 'SELL', reason: 'TRAILING_STOP', slippageFailures }),
    )
    expect(stops).toEqual([300, 600, 1200, 2000, 2000])
  })
  it('F12: what cannot go as a whole goes in parts, down to an eighth', () => {
    const parts = (slippageFailures: number, sameRefusals = 0) =>
      Number(sizeDivisor({ slippageFailures, sameRefusals }))
    expect([0, 4, 5, 7, 9, 99].map((failures) => parts(failures))).toEqual([1, 1, 2, 4, 8, 8])
    expect([1, 2, 3, 5, 7].map((refusals) => parts(0, refusals))).toEqual([1, 1, 2, 4, 8])
  })
  it('an entry keeps the tolerance the trader gave', () => {
    expect(slippageFor({ ...base, side: 'BUY', slippageBps: 30, slippageFailures: 5 })).toBe(30)
    expect(slippageFor({ ...base, side: 'BUY' })).toBe(100)
  })
})
