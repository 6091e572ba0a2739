import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from './decimal'
import { minusBps, mulDivCeil, mulDivFloor, toRawFloor, toUi } from './units'

const u64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })

describe('units', () => {
  it('F23: base units survive the way to whole tokens and back, at any number of decimals', () => {
    fc.assert(
      fc.property(
        u64,
        fc.integer({ min: 0, max: 18 }),
        (raw, places) => toRawFloor(toUi(raw, places), places) === raw,
      ),
    )
  })

  it('F23: 0.1 + 0.2 is 0.3', () => {
    expect(toRawFloor(decimal('0.1').plus('0.2'), 6)).toBe(300_000n)
    expect(toRawFloor('0.0000019', 6)).toBe(1n)
    expect(toRawFloor('1234567890123456789.123456789012345678', 18)).toBe(
      1234567890123456789123456789012345678n,
    )
  })

  it('rounds where its name says', () => {
    fc.assert(
      fc.property(u64, u64, u64, (a, b, c) => {
        const divisor = c + 1n
        const floor = mulDivFloor(a, b, divisor)
        const ceil = mulDivCeil(a, b, divisor)
        expect(floor * divisor <= a * b && a * b < (floor + 1n) * divisor).toBe(true)
        expect(ceil - floor).toBe((a * b) % divisor === 0n ? 0n : 1n)
      }),
    )
  })

  it('never loosens a tolerance by rounding', () => {
    fc.assert(
      fc.property(u64, fc.integer({ min: 0, max: 10_000 }), (amount, bps) => {
        expect(minusBps(amount, bps) * 10_000n >= amount * BigInt(10_000 - bps)).toBe(true)
      }),
    )
  })
})
