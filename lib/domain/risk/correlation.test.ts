import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { correlation, logReturns, tokenCorrelation } from './correlation'

const series = (values: readonly number[], from = 0) =>
  new Map(values.map((value, index) => [from + index, value]))
const wave = (count: number, scale = 1) => Array.from({ length: count }, (_, i) => scale * Math.sin(i * 1.7))

describe('correlation of returns', () => {
  it('is 1 with a multiple, -1 with the opposite', () => {
    expect(correlation(series(wave(40)), series(wave(40, 3)))).toBeCloseTo(1, 9)
    expect(correlation(series(wave(40)), series(wave(40, -0.5)))).toBeCloseTo(-1, 9)
  })

  it('says nothing with fewer than 30 shared intervals', () => {
    expect(correlation(series(wave(29)), series(wave(29)))).toBeNull()
    expect(correlation(series(wave(30)), series(wave(30)))).toBeCloseTo(1, 9)
    expect(correlation(series(wave(60)), series(wave(60), 31))).toBeNull()
  })

  it('says nothing of a token that did not move', () => {
    const flat = logReturns(new Map(Array.from({ length: 60 }, (_, i) => [i, 0.0000231])))
    expect(flat.size).toBe(59)
    expect(correlation(flat, series(wave(60)))).toBeNull()
  })

  it('the same token is 1 with itself, also without history', () => {
    expect(tokenCorrelation('a', 'a', new Map())).toBe(1)
    expect(tokenCorrelation('a', 'b', new Map())).toBeNull()
  })

  it('a gap makes no return', () => {
    const returns = logReturns(
      new Map([
        [1, 10],
        [2, 20],
        [4, 40],
        [5, 20],
      ]),
    )
    expect([...returns.keys()]).toEqual([2, 5])
    expect(returns.get(2)).toBeCloseTo(Math.log(2), 12)
  })

  it('stays within -1 and 1, and does not depend on the order', () => {
    const values = fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 30, maxLength: 80 })
    fc.assert(
      fc.property(values, values, (left, right) => {
        const forth = correlation(series(left), series(right))
        expect(correlation(series(right), series(left))).toEqual(forth)
        if (forth !== null) expect(Math.abs(forth)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
