import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimal, ONE } from '@/lib/domain/money/decimal'
import { downLevel, impactAhead, spreadOf, trailFactor, upLevel } from './trigger-level'

const price = fc.bigInt({ min: 1n, max: 10n ** 24n }).map((n) => decimal(n).div('1000000000000'))
const part = fc.double({ min: 0, max: 1, noNaN: true })
const fee = fc.integer({ min: 0, max: 300_000 }).map((millionths) => millionths / 1e6)
const impact = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(1))

const exact = (fraction: number) => decimal(String(fraction))
/** What a sale brings when its impact is `part` of the most allowed for. */
const saleAt = (spot: ReturnType<typeof decimal>, fee: number, impact: number, part: number) =>
  spot.mul(ONE.minus(exact(fee))).mul(ONE.minus(exact(impact).mul(exact(part))))

it('is never later than the exact rule, for any sale with no more impact than allowed for', () => {
  fc.assert(
    fc.property(price, price, fee, impact, part, (spot, level, fee, impact, part) => {
      const sale = saleAt(spot, fee, impact, part)
      if (sale.gte(level)) expect(spot.toNumber()).toBeGreaterThanOrEqual(upLevel(level.toNumber(), fee))
      if (sale.lte(level))
        expect(spot.toNumber()).toBeLessThanOrEqual(downLevel(level.toNumber(), spreadOf(fee, impact)))
    }),
  )
})

it('is never later than the exact trailing rule, measured from the best sale so far', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(price, part), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 0, max: 9_999 }),
      fee,
      impact,
      fc.option(price),
      (ticks, basisPoints, fee, impact, stored) => {
        const distance = decimal(String(basisPoints)).div('10000')
        const factor = trailFactor(ONE.minus(distance).toNumber(), impact)
        let best = stored ?? decimal('0')
        let peak = stored ? downLevel(stored.toNumber(), fee) : 0
        for (const [spot, part] of ticks) {
          const sale = saleAt(spot, fee, impact, part)
          peak = Math.max(peak, spot.toNumber())
          if (sale.gt(best)) best = sale
          if (sale.lte(best.mul(ONE.minus(distance))))
            expect(spot.toNumber()).toBeLessThanOrEqual(factor * peak)
        }
      },
    ),
  )
})

it('lies at the level itself, to a billionth, where the pool is deep', () => {
  expect(upLevel(1.2, 0)).toBeCloseTo(1.2, 8)
  expect(upLevel(1.2, 0.25)).toBeCloseTo(1.6, 8)
  expect(downLevel(0.9, 0)).toBeCloseTo(0.9, 8)
  expect(trailFactor(0.9, 0)).toBeCloseTo(0.9, 8)
  expect(trailFactor(1, 0.5)).toBe(1)
})

it('allows for twice the impact of today, within bounds', () => {
  expect(impactAhead(spreadOf(0.0025, 0.01), 0.0025)).toBeCloseTo(0.02, 12)
  expect(impactAhead(0.0025, 0.0025)).toBe(0.0001)
  expect(impactAhead(0.99, 0.0025)).toBe(1)
  expect(downLevel(0.9, spreadOf(0.0025, 1))).toBe(Infinity)
  expect(trailFactor(0.001, 1)).toBe(1)
})
