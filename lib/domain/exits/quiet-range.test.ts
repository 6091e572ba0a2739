import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal, type Decimal, ONE, ZERO } from '@/lib/domain/money/decimal'
import { evaluateExit } from './evaluate-exit'
import type { ExitLevels, ExitState } from './exit-plan'
import type { PlanMarks } from './plan-marks'
import { isCertainlyBelow, isCertainlyQuiet, quietRange } from './quiet-range'

const NOW = new Date('2026-01-01T00:00:00Z')

/** From 1e-24 to 1e24, with eighteen digits and more. */
const price = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 24n }), fc.integer({ min: -24, max: 0 }))
  .map(([digits, exponent]) => decimal(digits).mul(`1e${exponent}`))
/** A factor a hair above one: from a trillionth of a trillionth to nearly double. */
const hair = fc
  .tuple(
    fc.oneof(fc.integer({ min: 1, max: 13 }), fc.integer({ min: 1, max: 40 })),
    fc.integer({ min: 1, max: 9 }),
  )
  .map(([digits, size]) => ONE.plus(decimal(String(size)).mul(`1e-${digits}`)))
const beside = fc.tuple(hair, fc.boolean()).map(([hair, up]) => (up ? hair : ONE.div(hair)))
/** Mostly on the side on which nothing happens, else equal or on the other. */
const above = (of: Decimal) =>
  fc.oneof({ weight: 20, arbitrary: hair }, fc.constant(ONE), beside).map((factor) => of.mul(factor))
const below = (of: Decimal) =>
  fc.oneof({ weight: 20, arbitrary: hair }, fc.constant(ONE), beside).map((factor) => of.div(factor))

const planAt = (at: Decimal): fc.Arbitrary<{ levels: ExitLevels; state: ExitState }> =>
  fc
    .record({
      takeProfit: above(at),
      stopLoss: below(at),
      trailing: fc.option(
        fc.record({ distance: fc.integer({ min: 0, max: 9_999 }), activation: fc.option(above(at)) }),
      ),
      breakEven: fc.option(fc.record({ arm: above(at), stop: below(at) })),
      step: fc.option(above(at)),
      armed: fc.boolean(),
      done: fc.integer({ min: 0, max: 1 }),
      peak: fc.option(
        fc
          .boolean()
          .chain((trails) => (trails ? below(ONE) : above(ONE)).map((factor) => ({ trails, factor }))),
      ),
    })
    .map(({ takeProfit, stopLoss, trailing, breakEven, step, armed, done, peak }) => {
      const distance = decimal(String(trailing?.distance ?? 0)).div('10000')
      // Where its stop stands beside the price, or where the peak itself does.
      const top = peak?.trails ? at.div(ONE.minus(distance)) : at
      return {
        levels: {
          takeProfit,
          stopLoss,
          trailing: trailing && { distance, activation: trailing.activation ?? ZERO },
          breakEven,
          ladder: step ? [{ at: step, sellPct: '10' }] : [],
          timeStopAt: null,
        },
        state: { peak: peak && top.mul(peak.factor), breakEvenArmed: armed, ladderDone: done },
      }
    })
const situation = price.chain((at) => fc.record({ at: fc.constant(at), plan: planAt(at), best: below(at) }))

/** Each as wrong as is allowed for. */
const marksOf = (
  { takeProfit, stopLoss, trailing, breakEven, ladder }: ExitLevels,
  wrong: number,
): PlanMarks => {
  const mark = (level: Decimal) => level.toNumber() * (1 + wrong)
  return {
    ...{ takeProfit: mark(takeProfit), stopLoss: mark(stopLoss) },
    trailing: trailing && { keep: mark(ONE.minus(trailing.distance)), activation: mark(trailing.activation) },
    breakEven: breakEven && { arm: mark(breakEven.arm), stop: mark(breakEven.stop) },
    ladder: ladder.map(({ at }) => mark(at)),
  }
}
/** An estimate that is too high by as much as it says, and by the error of doubles. */
const estimate = (exact: Decimal, error: number, wrong = 0) => ({
  ...{ price: (exact.toNumber() / (1 - error)) * (1 + wrong), error },
})
const exactly = (price: number) => ({ price, error: 0 })
const errors = fc.record({
  marks: fc.constantFrom(-3e-13, 0, 3e-13),
  sale: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.1, noNaN: true })),
  best: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.1, noNaN: true })),
  doubles: fc.constantFrom(-5e-14, 0, 5e-14),
})

const raised = (state: ExitState, best: Decimal): ExitState =>
  state.peak?.lt(best) ? { ...state, peak: best } : state

describe('a price the filter calls quiet', () => {
  it('neither fires anything by the exact rule nor changes what the plan has come to', () => {
    let quiet = 0
    fc.assert(
      fc.property(situation, errors, ({ at, plan: { levels, state }, best }, wrong) => {
        const range = quietRange(marksOf(levels, wrong.marks), state)
        const sale = estimate(at, wrong.sale, wrong.doubles)
        if (!isCertainlyQuiet(range, sale, estimate(best, wrong.best, wrong.doubles))) return
        quiet += 1
        const { firing, moved } = evaluateExit(levels, raised(state, best), at, NOW)
        expect({ firing, moved }).toEqual({ firing: null, moved: false })
      }),
      { numRuns: 5_000 },
    )
    expect(quiet).toBeGreaterThan(50)
  })

  it('is one at which a peak kept elsewhere loses nothing', () => {
    fc.assert(
      fc.property(situation, errors, ({ at, plan: { levels, state } }, wrong) => {
        const range = quietRange(marksOf(levels, wrong.marks), state)
        if (!isCertainlyQuiet(range, estimate(at, wrong.sale, wrong.doubles), null)) return
        const { firing, moved } = evaluateExit(levels, raised(state, at), at, NOW)
        expect({ firing, moved }).toEqual({ firing: null, moved: false })
      }),
      { numRuns: 5_000 },
    )
  })

  it('is any that lies a billionth away from every level', () => {
    const levels: ExitLevels = {
      ...{ takeProfit: decimal('1.000000001'), stopLoss: decimal('0.999999999') },
      ...{ trailing: null, breakEven: null, ladder: [], timeStopAt: null },
    }
    const range = quietRange(marksOf(levels, 0), { peak: null, breakEvenArmed: false, ladderDone: 0 })
    expect(isCertainlyQuiet(range, exactly(1), exactly(0))).toBe(true)
    expect(isCertainlyQuiet(range, exactly(1.000000001), exactly(0))).toBe(false)
    expect(isCertainlyQuiet(range, exactly(0.999999999), exactly(0))).toBe(false)
  })

  it.each([0, Infinity, NaN, 5e-324, 1e-300])('is never %d', (nonsense) => {
    const range = { stop: 0, next: Infinity, trail: null }
    expect(isCertainlyQuiet(range, exactly(nonsense), exactly(0))).toBe(false)
  })
})

it('knows what lies below from doubles that are each wrong by as much as is allowed for', () => {
  fc.assert(
    fc.property(price, beside, fc.constantFrom(-4e-13, 4e-13), (one, factor, wrong) => {
      const other = one.mul(factor)
      if (isCertainlyBelow(one.toNumber() * (1 + wrong), other.toNumber() * (1 - wrong)))
        expect(one.lt(other)).toBe(true)
    }),
    { numRuns: 5_000 },
  )
})
