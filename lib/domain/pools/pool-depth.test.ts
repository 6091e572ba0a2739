import { expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { isDeeper, isOfOneMarket, type ValuedPool } from './pool-depth'

const pool = (
  quoteReserve: bigint,
  quoteMint = 'usdc',
  quoteUsd: string | null = '1',
  payable?: bigint,
): ValuedPool => ({
  pool: {
    ...{
      address: 'p',
      kind: 'constant-product',
      baseMint: 'a',
      quoteMint,
      baseDecimals: 0,
      quoteDecimals: 2,
    },
    ...{ baseReserve: 1_000n, quoteReserve, tradeFeeMillionths: 0n },
    ...(payable !== undefined && { payable: { base: 1n, quote: payable } }),
  },
  quoteUsd: quoteUsd === null ? null : decimal(quoteUsd),
})

it('the deeper pool is the one that can pay more, in dollars', () => {
  expect(isDeeper(pool(101n), pool(100n))).toBe(true)
  expect(isDeeper(pool(100n), pool(100n))).toBe(false)
  expect(isDeeper(pool(2n, 'sol', '200'), pool(300n))).toBe(true)
  expect(isDeeper(pool(1n, 'sol', '200'), pool(300n))).toBe(false)
  // Virtual reserves pay nothing.
  expect(isDeeper(pool(1_000n, 'usdc', '1', 10n), pool(100n))).toBe(false)
})

it('pools with the same quote are compared without its price, others not', () => {
  expect(isDeeper(pool(2n, 'sol', null), pool(1n, 'sol', null))).toBe(true)
  expect(isDeeper(pool(2_000n, 'sol', null), pool(1n))).toBe(false)
  expect(isDeeper(pool(2_000n), pool(1n, 'sol', null))).toBe(false)
})

it('two prices are of one market up to 2 % apart', () => {
  const near = (other: string) => isOfOneMarket(decimal('100'), decimal(other))
  expect([near('98'), near('102'), near('97.99'), near('102.01')]).toEqual([true, true, false, false])
})
