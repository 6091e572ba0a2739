import { describe, expect, it } from 'vitest'
import { buysAtOnce, entryFault, limitOf, MARKET_ENTRY, readLimitPrice, repetitionOf } from './entry-kind'

const limit = (limitPrice: string) => ({ ...MARKET_ENTRY, kind: 'limit' as const, limitPrice })

describe('the kind of an entry', () => {
  it('reads a price with every zero of a meme coin', () => {
    expect(readLimitPrice('$0.000000000123')).toBe('0.000000000123')
    for (const wrong of ['', '0', '-1', '1e-5', 'abc']) expect(readLimitPrice(wrong)).toBeNull()
  })

  it('asks for what is missing, and only for its own kind', () => {
    expect(entryFault(MARKET_ENTRY)).toBeNull()
    expect(entryFault(limit(''))).toContain('most a token may cost')
    expect(entryFault(limit('2'))).toBeNull()
    expect(entryFault({ ...MARKET_ENTRY, kind: 'repeat', times: '1' })).toContain('2 to 365')
  })

  it('sends a limit only for a limit entry', () => {
    expect(limitOf(limit('2.50'))).toEqual({ limitPriceUsd: '2.5' })
    expect(limitOf({ ...MARKET_ENTRY, limitPrice: '2.50' })).toEqual({})
    expect(repetitionOf({ ...MARKET_ENTRY, everyMinutes: '1440', times: '7' })).toEqual({
      everyMinutes: 1440,
      count: 7,
    })
  })

  it('knows a limit that would buy at once', () => {
    expect(buysAtOnce(limit('2'), '1.9')).toBe(true)
    expect(buysAtOnce(limit('1.8'), '1.9')).toBe(false)
    expect(buysAtOnce(limit('2'), null)).toBe(false)
  })
})
