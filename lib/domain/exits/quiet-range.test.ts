import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal, type Decimal, ONE, ZERO } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { sellValue } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { evaluateExit } from './evaluate-exit'
import type { ExitLevels, ExitState } from './exit-plan'
import { isCertainlyBelow, isCertainlyQuiet, quietRange, salePriceInDoubles } from './quiet-range'

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

const raised = (state: ExitState, best: Decimal): ExitState =>
  state.peak?.lt(best) ? { ...state, peak: best } : state

describe('a price the filter calls quiet', () => {
  it('neither fires anything by the exact rule nor changes what the plan has come to', () => {
    let quiet = 0
    fc.assert(
      fc.property(situation, ({ at, plan: { levels, state }, best }) => {
        if (!isCertainlyQuiet(quietRange(levels, state), at.toNumber(), best.toNumber())) return
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
      fc.property(situation, ({ at, plan: { levels, state } }) => {
        if (!isCertainlyQuiet(quietRange(levels, state), at.toNumber(), null)) return
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
    const range = quietRange(levels, { peak: null, breakEvenArmed: false, ladderDone: 0 })
    expect(isCertainlyQuiet(range, 1, 0)).toBe(true)
    expect(isCertainlyQuiet(range, 1.000000001, 0)).toBe(false)
    expect(isCertainlyQuiet(range, 0.999999999, 0)).toBe(false)
  })

  it.each([0, Infinity, NaN, 5e-324, 1e-300])('is never %d', (nonsense) => {
    const range = { stop: 0, next: Infinity, trail: null }
    expect(isCertainlyQuiet(range, nonsense, 0)).toBe(false)
  })
})

it('knows what lies below from doubles that are each wrong by as much as is allowed for', () => {
  fc.assert(
    fc.property(price, beside, fc.constantFrom(-2e-15, 2e-15), (one, factor, wrong) => {
      const other = one.mul(factor)
      if (isCertainlyBelow(one.toNumber() * (1 + wrong), other.toNumber() * (1 - wrong)))
        expect(one.lt(other)).toBe(true)
    }),
    { numRuns: 5_000 },
  )
})

const u64 = fc.oneof(fc.bigInt({ min: 1n, max: 10_000n }), fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }))
const tax = fc.option(fc.record({ bps: fc.integer({ min: 0, max: 10_000 }), maximumRaw: u64 }), {
  nil: undefined,
})
const pool = fc
  .record({
    baseReserve: u64,
    quoteReserve: u64,
    baseDecimals: fc.integer({ min: 0, max: 18 }),
    quoteDecimals: fc.integer({ min: 0, max: 18 }),
    tradeFeeMillionths: fc.bigInt({ min: 0n, max: 300_000n }),
    tax,
  })
  .map(({ tax, ...rest }): PoolSnapshot => {
    const names = { address: 'pool', kind: 'constant-product', baseMint: 'base', quoteMint: 'quote' } as const
    return { ...names, ...rest, ...(tax ? { baseTax: tax } : {}) }
  })

it('knows what a sale brings to two parts in 10^15, whatever the pool, the amount and the quote are', () => {
  fc.assert(
    fc.property(pool, price, u64, (pool, quoteUsd, amountRaw) => {
      const exact = toUi(sellValue(pool, amountRaw), pool.quoteDecimals)
        .mul(quoteUsd)
        .div(toUi(amountRaw, pool.baseDecimals))
      const found = salePriceInDoubles(pool, quoteUsd.toNumber(), amountRaw, pool.baseDecimals)
      if (exact.isZero()) expect(found).toBe(0)
      else expect(decimal(String(found)).div(exact).minus(ONE).abs().lt(decimal('1e-15').mul('2'))).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})
