import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { minusBps, toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { spotPrice } from '@/lib/domain/pools/constant-product'
import { executableBuyPrice, leastOutput, toleranceAbove } from './limit-price'

const pool = (quoteDecimals: number): PoolSnapshot => ({
  address: 'pool',
  kind: 'constant-product',
  baseMint: 'meme',
  quoteMint: 'quote',
  baseDecimals: 5,
  quoteDecimals,
  baseReserve: 5_000_000_000_000_000n,
  quoteReserve: 10n ** BigInt(quoteDecimals + 6),
  tradeFeeMillionths: 2_500n,
})
const usdc = fc.bigInt({ min: 1n, max: 10n ** 12n })
const limit = fc.tuple(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 0, max: 12 }))

describe('a limit price', () => {
  it('F23: is kept by the least output to the base unit, and by no unit less', () => {
    fc.assert(
      fc.property(usdc, limit, fc.integer({ min: 0, max: 18 }), (inputRaw, [digits, places], decimals) => {
        const price = decimal(String(digits)).div(decimal('10').pow(places))
        const least = leastOutput(inputRaw, price, decimals)
        const paid = toUi(inputRaw, USDC_DECIMALS)
        expect(paid.lte(price.mul(toUi(least, decimals)))).toBe(true)
        expect(least <= 1n || paid.gt(price.mul(toUi(least - 1n, decimals)))).toBe(true)
      }),
    )
  })

  it('is kept by every tolerance that is allowed', () => {
    fc.assert(
      fc.property(usdc, usdc, (quoted, least) => {
        const bps = toleranceAbove(quoted, least)
        if (bps === null) expect(quoted < least).toBe(true)
        else expect(minusBps(quoted, bps) >= least).toBe(true)
      }),
    )
  })

  it('counts fee and impact: buying costs more than the spot price, and more the more is bought', () => {
    const at = (usd: bigint) => executableBuyPrice(pool(6), decimal('1'), usd * 1_000_000n)!
    expect(at(1n).gt(spotPrice(pool(6)))).toBe(true)
    expect(at(10_000n).gt(at(100n))).toBe(true)
    expect(executableBuyPrice(pool(6), decimal('1'), 0n)).toBeNull()
  })

  it('values a pool that is paid in SOL at the price of SOL', () => {
    const inDollars = executableBuyPrice(pool(6), decimal('1'), 100_000_000n)!
    const inSol = executableBuyPrice(pool(9), decimal('100'), 100_000_000n)!
    expect(inSol.div(inDollars).toNumber()).toBeCloseTo(100, 0)
  })
})
