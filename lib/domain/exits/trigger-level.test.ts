import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimal, ONE } from '@/lib/domain/money/decimal'
import { downLevel, trailFactor, upLevel } from './trigger-level'

const price = fc.bigInt({ min: 1n, max: 10n ** 24n }).map((n) => decimal(n).div('1000000000000'))
const part = fc.double({ min: 0, max: 1, noNaN: true })
const spread = fc.double({ min: 0, max: 0.9, noNaN: true })

/** What a sale brings when it lies `part` of the way down the spread. */
const saleAt = (spot: ReturnType<typeof decimal>, spread: number, part: number) =>
  spot.mul(ONE.minus(decimal(String(spread)).mul(String(part))))

it('is never later than the exact rule, for any sale within the spread', () => {
  fc.assert(
    fc.property(price, price, spread, part, (spot, level, spread, part) => {
      const sale = saleAt(spot, spread, part)
      if (sale.gte(level)) expect(spot.toNumber()).toBeGreaterThanOrEqual(upLevel(level))
      if (sale.lte(level)) expect(spot.toNumber()).toBeLessThanOrEqual(downLevel(level, spread))
    }),
  )
})

it('is never later than the exact trailing rule, measured from the best sale so far', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(price, part), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 0, max: 9_999 }),
      spread,
      (ticks, basisPoints, spread) => {
        const distance = decimal(String(basisPoints)).div('10000')
        const factor = trailFactor(distance, spread)
        let peak = 0
        let best = decimal('0')
        for (const [spot, part] of ticks) {
          const sale = saleAt(spot, spread, part)
          peak = Math.max(peak, spot.toNumber())
          if (sale.gt(best)) best = sale
          if (sale.lte(best.mul(ONE.minus(distance))))
            expect(spot.toNumber()).toBeLessThanOrEqual(factor * peak)
        }
      },
    ),
  )
})

it('lies at the level itself, to a billionth, where a sale brings the spot price', () => {
  expect(upLevel(decimal('1.2'))).toBeCloseTo(1.2, 8)
  expect(downLevel(decimal('0.9'), 0)).toBeCloseTo(0.9, 8)
  expect(trailFactor(decimal('0.1'), 0)).toBeCloseTo(0.9, 8)
  expect(trailFactor(decimal('0'), 0.5)).toBe(1)
})
