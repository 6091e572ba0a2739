import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quoteExactIn, sellValue, spotPrice, tradedQuote } from './constant-product'
import type { PoolSnapshot } from './pool-snapshot'

const pool = (changes: Partial<PoolSnapshot> = {}): PoolSnapshot => ({
  address: 'pool',
  kind: 'constant-product',
  baseMint: 'BASE',
  quoteMint: 'QUOTE',
  baseDecimals: 5,
  quoteDecimals: 6,
  baseReserve: 1_000_000n,
  quoteReserve: 4_000_000n,
  tradeFeeMillionths: 2_500n,
  ...changes,
})

const U64 = (1n << 64n) - 1n
const reserve = fc.bigInt({ min: 1n, max: U64 })
const anyPool = fc
  .record({
    baseReserve: reserve,
    quoteReserve: reserve,
    tradeFeeMillionths: fc.bigInt({ min: 0n, max: 200_000n }),
    creatorFee: fc.option(
      fc.record({
        millionths: fc.bigInt({ min: 1n, max: 100_000n }),
        from: fc.constantFrom('input', 'base', 'quote'),
      }),
      { nil: undefined },
    ),
  })
  .map((changes) => pool(changes as Partial<PoolSnapshot>))
const amount = fc.oneof(fc.bigInt({ min: 0n, max: 1_000n }), fc.bigInt({ min: 0n, max: U64 }))
const side = fc.constantFrom('BASE', 'QUOTE')

describe('constant product', () => {
  it('prices whole tokens', () => {
    expect(spotPrice(pool()).toFixed()).toBe('0.4')
    expect(spotPrice(pool({ baseReserve: 3n, quoteReserve: 1n, quoteDecimals: 5 })).toFixed(20)).toBe(
      '0.33333333333333333333',
    )
  })

  // Worked by hand: fee ceil(1000 * 0.0025) = 3; 997 * 4,000,000 / 1,000,997 = 3984.02…
  it('takes the fee from the input, rounded up, and rounds the output down', () => {
    const quote = quoteExactIn(pool(), 'BASE', 1_000n)
    expect(quote).toMatchObject({ outputRaw: 3_984n, feeRaw: 3n })
    expect(quote.priceImpactPct.toFixed(6)).toBe('0.099601')
    expect(sellValue(pool(), 1_000n)).toBe(3_984n)
  })

  // 1000 - ceil(2.5) = 997 -> 3984; creator ceil(3984 * 0.01) = 40 -> 3944.
  it('takes a creator fee from the output where the pool says so', () => {
    const creator = pool({ creatorFee: { millionths: 10_000n, from: 'quote' } })
    expect(quoteExactIn(creator, 'BASE', 1_000n)).toMatchObject({ outputRaw: 3_944n, feeRaw: 3n + 11n })
    expect(quoteExactIn(creator, 'QUOTE', 1_000n).outputRaw).toBe(
      quoteExactIn(pool({ tradeFeeMillionths: 12_500n }), 'QUOTE', 1_000n).outputRaw,
    )
  })

  it('gives nothing for nothing, and for an input that the fee eats', () => {
    expect(quoteExactIn(pool(), 'BASE', 0n)).toMatchObject({ outputRaw: 0n, feeRaw: 0n })
    expect(quoteExactIn(pool(), 'BASE', 1n)).toMatchObject({ outputRaw: 0n, feeRaw: 1n })
    expect(quoteExactIn(pool({ baseReserve: 0n }), 'BASE', 1_000n).outputRaw).toBe(0n)
  })

  it('refuses a negative input and a mint it does not hold', () => {
    expect(() => quoteExactIn(pool(), 'BASE', -1n)).toThrow('negative')
    expect(() => quoteExactIn(pool(), 'OTHER', 1n)).toThrow('does not hold OTHER')
  })

  it('never lowers the product of the reserves', () => {
    fc.assert(
      fc.property(anyPool, side, amount, (state, mint, input) => {
        const { outputRaw } = quoteExactIn(state, mint, input)
        const [reserveIn, reserveOut] =
          mint === 'BASE' ? [state.baseReserve, state.quoteReserve] : [state.quoteReserve, state.baseReserve]
        expect((reserveIn + input) * (reserveOut - outputRaw)).toBeGreaterThanOrEqual(reserveIn * reserveOut)
        expect(outputRaw).toBeGreaterThanOrEqual(0n)
        expect(outputRaw).toBeLessThan(reserveOut)
      }),
    )
  })

  it('pays no less for more, and no better than the spot price', () => {
    fc.assert(
      fc.property(anyPool, side, amount, amount, (state, mint, first, second) => {
        const [less, more] = first < second ? [first, second] : [second, first]
        const small = quoteExactIn(state, mint, less)
        const large = quoteExactIn(state, mint, more)
        // A fee taken from the output rounds up, which can cost one unit.
        expect(large.outputRaw).toBeGreaterThanOrEqual(small.outputRaw - 1n)
        const [reserveIn, reserveOut] =
          mint === 'BASE' ? [state.baseReserve, state.quoteReserve] : [state.quoteReserve, state.baseReserve]
        expect(large.outputRaw * reserveIn).toBeLessThanOrEqual(more * reserveOut)
        expect(large.priceImpactPct.gte(0) && large.priceImpactPct.lt(100)).toBe(true)
        expect(large.priceImpactPct.gte(small.priceImpactPct)).toBe(true)
      }),
    )
  })

  it('gives back less than was put in after a round trip', () => {
    fc.assert(
      fc.property(anyPool, amount, (state, input) => {
        const bought = quoteExactIn(state, 'QUOTE', input).outputRaw
        const after = {
          ...state,
          quoteReserve: state.quoteReserve + input,
          baseReserve: state.baseReserve - bought,
        }
        expect(sellValue(after, bought)).toBeLessThanOrEqual(input)
      }),
    )
  })
})

describe('tradedQuote', () => {
  it('counts swaps of either direction and not liquidity', () => {
    const before = pool()
    expect(tradedQuote(before, pool({ baseReserve: 999_000n, quoteReserve: 4_004_000n }))).toBe(4_000n)
    expect(tradedQuote(before, pool({ baseReserve: 1_001_000n, quoteReserve: 3_996_000n }))).toBe(4_000n)
    expect(tradedQuote(before, pool({ baseReserve: 2_000_000n, quoteReserve: 8_000_000n }))).toBe(0n)
    expect(tradedQuote(before, before)).toBe(0n)
  })
})
