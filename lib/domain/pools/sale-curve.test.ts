import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimal, ONE } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { sellValue } from './constant-product'
import type { PoolSnapshot } from './pool-snapshot'
import { estimateSale, saleCurve } from './sale-curve'

const price = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 24n }), fc.integer({ min: -24, max: 0 }))
  .map(([digits, exponent]) => decimal(digits).mul(`1e${exponent}`))
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
    baseTax: tax,
    quoteTax: tax,
    sideFee: fc.option(
      fc.record({
        billionths: fc.bigInt({ min: 0n, max: 500_000_000n }),
        from: fc.constantFrom('output', 'base', 'quote'),
      }),
      { nil: undefined, freq: 1 },
    ),
    quoteFees: fc.option(
      fc.record({
        bps: fc.array(fc.bigInt({ min: 0n, max: 1_000n }), { minLength: 1, maxLength: 3 }),
        program: fc.constantFrom('pump-swap', 'pump-curve'),
      }),
      { nil: undefined, freq: 1 },
    ),
    payable: fc.option(fc.record({ base: u64, quote: u64 }), { nil: undefined, freq: 1 }),
    creatorFee: fc.option(
      fc.record({
        millionths: fc.bigInt({ min: 0n, max: 300_000n }),
        from: fc.constantFrom('input', 'base', 'quote'),
      }),
      { nil: undefined },
    ),
  })
  .map(({ baseTax, quoteTax, creatorFee, sideFee, quoteFees, payable, ...rest }): PoolSnapshot => {
    const names = { address: 'pool', kind: 'constant-product', baseMint: 'base', quoteMint: 'quote' } as const
    const may = {
      ...(baseTax && { baseTax }),
      ...(quoteTax && { quoteTax }),
      ...(creatorFee && { creatorFee }),
      ...(sideFee && { sideFee, tradeFeeMillionths: 0n, creatorFee: undefined }),
      ...(quoteFees && { quoteFees, tradeFeeMillionths: 0n, creatorFee: undefined }),
      ...(payable && { payable }),
    }
    const { sideFee: side, ...others } = { ...names, ...rest, ...may }
    return quoteFees || !side ? others : { ...others, sideFee: side }
  })

it('knows what a sale brings, with how much less it may be, whatever the pool, the amount and the quote are', () => {
  let told = 0
  fc.assert(
    fc.property(pool, price, u64, (pool, quoteUsd, amountRaw) => {
      const exact = toUi(sellValue(pool, amountRaw), pool.quoteDecimals)
        .mul(quoteUsd)
        .div(toUi(amountRaw, pool.baseDecimals))
      const curve = saleCurve(pool, quoteUsd.toNumber())
      const { price, error } = estimateSale(curve, Number(amountRaw), pool.baseDecimals)
      if (Number.isNaN(price)) return
      told += 1
      const ratio = exact.div(decimal(String(price)))
      const doubles = decimal('5e-14')
      expect(ratio.lte(ONE.plus(doubles))).toBe(true)
      expect(ratio.gte(ONE.minus(decimal(String(error))).minus(doubles))).toBe(true)
      expect(error).toBeLessThan(0.1)
    }),
    { numRuns: 5_000 },
  )
  expect(told).toBeGreaterThan(1_000)
})

it('tells a sale of a dollar of a six-digit token to some parts in a million', () => {
  const pool: PoolSnapshot = {
    ...{ address: 'pool', kind: 'constant-product', baseMint: 'base', quoteMint: 'quote' },
    ...{ baseDecimals: 6, quoteDecimals: 6, baseReserve: 10n ** 13n, quoteReserve: 10n ** 13n },
    tradeFeeMillionths: 2_500n,
  }
  const { price, error } = estimateSale(saleCurve(pool, 1), 1_000_000, 6)
  expect(price).toBeCloseTo(0.9975, 6)
  expect(error).toBeLessThan(6e-6)
})
