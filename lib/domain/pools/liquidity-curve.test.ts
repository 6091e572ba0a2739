import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '../money/decimal'
import { quoteExactIn, sellFee, sellValue, spotPrice } from './constant-product'
import { paidBy, swapAlong, unitPrice, virtualReserves } from './liquidity-curve'
import type { CurveSegment, LiquidityCurve, PoolSnapshot } from './pool-snapshot'
import { estimateSale, saleCurve } from './sale-curve'

const MIN_SQRT = 4_295_048_016n
const MAX_SQRT = 79_226_673_521_066_979_257_578_248_091n
const U64 = (1n << 64n) - 1n

const root = fc.oneof(
  fc.bigInt({ min: MIN_SQRT + 1n, max: MAX_SQRT - 1n }),
  fc.bigInt({ min: 1n << 60n, max: 1n << 68n }),
)
const liquidity = fc.oneof(fc.constant(0n), fc.bigInt({ min: 1n << 70n, max: 1n << 120n }))
const inQ64 = fc.array(fc.tuple(root, liquidity), { maxLength: 5 })

const segmentsFrom = (
  from: bigint,
  points: readonly (readonly [bigint, bigint])[],
  down: boolean,
): CurveSegment[] =>
  points
    .filter(([to]) => (down ? to < from : to > from))
    .sort(([one], [other]) => (one < other === down ? 1 : -1))
    .map(([to, liquidity]) => ({ to, liquidity }))

const curve: fc.Arbitrary<LiquidityCurve> = fc
  .tuple(root, inQ64, inQ64, fc.boolean())
  .map(([sqrtPrice, low, high, baseIsFirst]) => ({
    sqrtPrice,
    baseIsFirst,
    down: segmentsFrom(sqrtPrice, low, true),
    up: segmentsFrom(sqrtPrice, high, false),
  }))
const fee = fc.bigInt({ min: 0n, max: 200_000n })
const amount = fc.oneof(fc.bigInt({ min: 0n, max: 1_000n }), fc.bigInt({ min: 0n, max: U64 }))

const poolOf = (of: LiquidityCurve, tradeFeeMillionths = 0n): PoolSnapshot => {
  const nearest = (of.baseIsFirst ? of.down : of.up)[0]?.liquidity ?? 1n << 80n
  const [first, second] = virtualReserves(of.sqrtPrice, nearest)
  return {
    ...{ address: 'pool', kind: 'liquidity-curve', baseMint: 'BASE', quoteMint: 'QUOTE' },
    ...{ baseDecimals: 6, quoteDecimals: 9, tradeFeeMillionths, curve: of },
    baseReserve: (of.baseIsFirst ? first : second) + 1n,
    quoteReserve: (of.baseIsFirst ? second : first) + 1n,
  }
}

describe('a swap along a curve', () => {
  it('never uses more than it is given, nor pays out more than the segments hold', () => {
    fc.assert(
      fc.property(curve, fc.boolean(), amount, fee, (of, lowers, input, rate) => {
        const { usedRaw, feeRaw, outputRaw } = swapAlong(of, lowers, input, rate)
        expect(usedRaw).toBeLessThanOrEqual(input)
        expect(feeRaw).toBeLessThanOrEqual(usedRaw)
        expect(outputRaw).toBeLessThanOrEqual(paidBy(of, lowers))
      }),
      { numRuns: 2_000 },
    )
  })

  it('pays no better than the price and its fee, and at most a unit a step less for more', () => {
    fc.assert(
      fc.property(curve, amount, amount, fee, (of, first, second, rate) => {
        const pool = poolOf(of, rate)
        const [less, more] = first < second ? [first, second] : [second, first]
        const [small, large] = [sellValue(pool, less), sellValue(pool, more)]
        expect(large).toBeGreaterThanOrEqual(small - BigInt(of.down.length + of.up.length + 1))
        const kept = decimal('1').minus(decimal(rate).div('1000000'))
        const atSpot = decimal(more).mul(spotPrice(pool)).mul('1000').mul(kept)
        expect(decimal(large).lte(atSpot.mul('1.000000000000000001'))).toBe(true)
        const { priceImpactPct } = quoteExactIn(pool, 'BASE', more)
        expect(priceImpactPct.gte(0) && priceImpactPct.lte(100)).toBe(true)
        expect(sellFee(pool)).toBeCloseTo(Number(rate) / 1e6, 12)
      }),
      { numRuns: 2_000 },
    )
  })

  it('gives back no more than was put in', () => {
    fc.assert(
      fc.property(root, liquidity, amount, (sqrtPrice, depth, input) => {
        fc.pre(depth > 0n)
        const wide = { to: MIN_SQRT, liquidity: depth }
        const of = { sqrtPrice, baseIsFirst: true, down: [wide], up: [{ to: MAX_SQRT, liquidity: depth }] }
        const { usedRaw, outputRaw } = swapAlong(of, true, input, 0n)
        // Back from at best the price that output leads to.
        const after = sqrtPrice - (outputRaw << 128n) / depth
        const back = swapAlong(
          { ...of, sqrtPrice: after, up: [{ to: sqrtPrice, liquidity: depth }] },
          false,
          outputRaw,
          0n,
        )
        expect(back.outputRaw).toBeLessThanOrEqual(usedRaw)
      }),
      { numRuns: 2_000 },
    )
  })

  it('is the constant product of its virtual reserves where one segment holds', () => {
    const depth = 1n << 110n
    const of = {
      ...{ sqrtPrice: 3n << 64n, baseIsFirst: true },
      ...{ down: [{ to: MIN_SQRT, liquidity: depth }], up: [{ to: MAX_SQRT, liquidity: depth }] },
    }
    const [base, quote] = virtualReserves(of.sqrtPrice, depth)
    const product: PoolSnapshot = {
      ...poolOf(of, 2_500n),
      ...{ kind: 'constant-product', curve: undefined, baseReserve: base, quoteReserve: quote },
    }
    for (const input of [10n ** 6n, 10n ** 9n, 10n ** 12n])
      for (const mint of ['BASE', 'QUOTE']) {
        const [along, whole] = [poolOf(of, 2_500n), product].map((pool) => quoteExactIn(pool, mint, input))
        const apart = along!.outputRaw - whole!.outputRaw
        expect(apart >= -2n && apart <= 2n).toBe(true)
        expect(along!.priceImpactPct.minus(whole!.priceImpactPct).abs().lt('0.001')).toBe(true)
      }
  })

  it('has the same price in doubles, whichever token is first', () => {
    fc.assert(
      fc.property(curve, (of) => {
        const exact = spotPrice({ ...poolOf(of), baseDecimals: 0, quoteDecimals: 0 })
        expect(
          decimal(String(unitPrice(of)))
            .div(exact)
            .minus('1')
            .abs()
            .lt('2e-15'),
        ).toBe(true)
      }),
    )
  })

  it('is never estimated in doubles: the exact rule is asked at every price', () => {
    fc.assert(
      fc.property(curve, (of) => {
        expect(estimateSale(saleCurve(poolOf(of), 1), 1e9, 6).price).toBeNaN()
      }),
    )
  })
})
