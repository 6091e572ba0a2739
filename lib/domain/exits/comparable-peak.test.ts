import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { betterPeak, comparablePeak, type Peak } from './comparable-peak'

const price = fc.bigInt({ min: 1n, max: 10n ** 20n }).map((n) => decimal(n).div('1000000000'))
const amountRaw = fc.bigInt({ min: 1n, max: 20n })
const peak: fc.Arbitrary<Peak> = fc.record({ price, amountRaw })

it('keeps how far the price has fallen, to 60 digits, and never rises', () => {
  fc.assert(
    fc.property(price, price, price, (best, before, now) => {
      const restated = comparablePeak(best, before, now)
      expect(restated.lte(best)).toBe(true)
      if (now.gte(before)) expect(restated).toBe(best)
      else expect(now.div(restated).div(before.div(best)).minus('1').abs().lt('1e-60')).toBe(true)
    }),
  )
})

it('prefers what was measured for more of what is held, then the higher, in any order', () => {
  fc.assert(
    fc.property(peak, peak, peak, amountRaw, (one, other, third, held) => {
      const better = betterPeak(one, other, held)!
      expect(betterPeak(other, one, held)!.price.eq(better.price)).toBe(true)
      expect(
        betterPeak(better, third, held)!.price.eq(
          betterPeak(one, betterPeak(other, third, held), held)!.price,
        ),
      ).toBe(true)
      if (one.amountRaw >= held && other.amountRaw >= held)
        expect(better.price.gte(one.price) && better.price.gte(other.price)).toBe(true)
    }),
  )
  expect(betterPeak(null, null, 1n)).toBeNull()
})
