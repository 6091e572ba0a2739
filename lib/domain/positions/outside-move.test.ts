import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agreedHolding, shrinkNewestFirst } from './outside-move'

const at = (slot: bigint, heldRaw: bigint) => ({ slot, heldRaw })

describe('agreedHolding', () => {
  it('needs two nodes, unless only one is configured', () => {
    expect(agreedHolding([at(10n, 5n)], 3, 0n)).toBeNull()
    expect(agreedHolding([at(10n, 5n), at(11n, 5n)], 3, 0n)).toBe(5n)
    expect(agreedHolding([at(10n, 5n)], 1, 0n)).toBe(5n)
  })

  it('hears no node that is older than our own last fill, or far behind the others', () => {
    expect(agreedHolding([at(10n, 5n), at(11n, 5n)], 2, 11n)).toBeNull()
    expect(agreedHolding([at(10n, 5n), at(12n, 5n), at(500n, 9n)], 3, 0n)).toBeNull()
  })

  it('concludes nothing from nodes that disagree pair against pair', () => {
    expect(agreedHolding([at(1n, 5n), at(1n, 5n), at(2n, 7n), at(2n, 7n)], 4, 0n)).toBeNull()
    expect(agreedHolding([at(1n, 5n), at(2n, 7n), at(2n, 7n)], 3, 0n)).toBe(7n)
  })
})

describe('shrinkNewestFirst', () => {
  it('property: takes exactly what is missing, never more than a position holds, from the newest on', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 18n }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(amounts, fc.nat({ max: 1_000 }), (held, permille) => {
        const positions = held.map((amountRaw, index) => ({ id: String(index), amountRaw }))
        const missing = (held.reduce((sum, one) => sum + one, 0n) * BigInt(permille)) / 1_000n
        const shrinks = shrinkNewestFirst(positions, missing)
        expect(shrinks.reduce((sum, { takeRaw }) => sum + takeRaw, 0n)).toBe(missing)
        shrinks.forEach(({ positionId, takeRaw }, index) => {
          const amount = positions[Number(positionId)]!.amountRaw
          expect(Number(positionId)).toBe(positions.length - 1 - index)
          expect(takeRaw > 0n && takeRaw <= amount).toBe(true)
          if (index < shrinks.length - 1) expect(takeRaw).toBe(amount)
        })
      }),
    )
  })

  it('refuses to take more than there is', () => {
    expect(() => shrinkNewestFirst([{ id: 'a', amountRaw: 1n }], 2n)).toThrow(RangeError)
  })
})
