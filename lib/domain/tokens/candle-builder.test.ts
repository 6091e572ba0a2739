import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '../money/decimal'
import { minuteOf, withPrice, type OpenCandle } from './candle-builder'

const at = (ms: number) => new Date(ms)

describe('withPrice', () => {
  it('begins a bar at each minute', () => {
    const first = withPrice(undefined, decimal('2'), at(119_999), decimal('5'))
    expect(first).toMatchObject({ time: 60 })
    const second = withPrice(first, decimal('3'), at(120_000), decimal('1'))
    expect(second).toMatchObject({ time: 120 })
    expect(second.open.toFixed()).toBe('3')
    expect(second.volumeUsd.toFixed()).toBe('1')
  })

  it('ignores a price of an earlier minute', () => {
    const bar = withPrice(undefined, decimal('2'), at(120_000))
    expect(withPrice(bar, decimal('9'), at(119_999))).toBe(bar)
  })

  it('holds open, extremes, close and volume of the prices of its minute', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1 }), (prices) => {
        const bar = prices.reduce<OpenCandle | undefined>(
          (open, price, index) => withPrice(open, decimal(String(price)), at(60_000 + index), decimal('2')),
          undefined,
        )!
        expect(bar.open.toNumber()).toBe(prices[0])
        expect(bar.close.toNumber()).toBe(prices.at(-1))
        expect(bar.high.toNumber()).toBe(Math.max(...prices))
        expect(bar.low.toNumber()).toBe(Math.min(...prices))
        expect(bar.volumeUsd.toNumber()).toBe(2 * prices.length)
        expect(bar.time).toBe(minuteOf(at(60_000)))
      }),
    )
  })
})
