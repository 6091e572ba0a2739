import { describe, expect, it } from 'vitest'
import {
  autoInWords,
  isBoughtInSlices,
  buysAtOnce,
  entryFault,
  limitOf,
  MARKET_ENTRY,
  readLimitPrice,
  repetitionOf,
} from './entry-kind'

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

describe('a buy in slices', () => {
  const entryOf = (changes: object = {}) => ({ entry: { ...MARKET_ENTRY, ...changes }, wallet: null })

  it.each([
    ['50', '6400000', false, 'Auto: at once'],
    ['100', '2600', true, 'Auto: TWAP'],
    ['500', '2600', true, 'Auto: iceberg'],
    ['100', null, false, 'Auto: at once'],
    [null, '2600', false, 'Auto'],
  ])('of $%s in a pool of $%s is one: %s, %s', (amount, liquidity, sliced, words) => {
    expect(isBoughtInSlices(entryOf(), amount, liquidity)).toBe(sliced)
    expect(autoInWords(amount, liquidity)).toBe(words)
  })

  it('is asked for, and never of a limit, a plan or a connected wallet', () => {
    expect(isBoughtInSlices(entryOf({ algorithm: 'VWAP' }), '50', null)).toBe(true)
    expect(isBoughtInSlices(entryOf({ algorithm: 'MARKET' }), '100', '2600')).toBe(false)
    for (const kind of ['limit', 'repeat'])
      expect(isBoughtInSlices(entryOf({ kind, algorithm: 'TWAP' }), '100', '2600')).toBe(false)
    expect(isBoughtInSlices({ ...entryOf({ algorithm: 'TWAP' }), wallet: 'own' }, '100', '2600')).toBe(false)
  })
})
