import { describe, expect, it } from 'vitest'
import { type RouteReceipt, routeInWords } from './route-receipt'

const offer = (venue: string, netOutputRaw: string) => ({
  ...{ venue, netOutputRaw, outputRaw: netOutputRaw, minOutputRaw: '1', costLamports: null, quote: {} },
})
const words = (...offers: RouteReceipt['offers']) => routeInWords({ policy: 'best-net', offers }, 'jupiter')

describe('the other offers in words', () => {
  it.each([
    ['10000', '9888', ' bags offered 1.12 % less, after all costs.'],
    ['10000', '10100', ' bags offered 1 % more, after all costs.'],
    ['100000', '99999', ' bags offered the same, after all costs.'],
    ['-5', '3', ' bags offered too.'],
  ])('%s against %s', (own, other, text) =>
    expect(words(offer('jupiter', own), offer('bags', other))).toBe(text),
  )

  it('says nothing where nobody else was asked, and what became of those that were', () => {
    expect(words(offer('jupiter', '1'))).toBe('')
    expect(routeInWords(null, 'jupiter')).toBe('')
    expect(words(offer('jupiter', '1'), { venue: 'bags', error: 'HTTP 504' })).toBe(' bags offered nothing.')
  })
})
