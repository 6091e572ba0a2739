import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  arrowOf,
  directionOf,
  formatAmount,
  formatBaseUnits,
  formatFeeUsd,
  formatPct,
  formatPctSetting,
  formatSignedPct,
  formatSignedUsd,
  formatTokenPrice,
  formatUsd,
  formatUsdCompact,
  formatUsdShort,
  tokenPriceParts,
} from './numbers'

describe('token prices', () => {
  it.each([
    ['1.8421', '1.8421'],
    ['163.89', '163.89'],
    ['163.891234', '163.89'],
    ['97123.456', '97,123'],
    ['0.6142', '0.61420'],
    ['0.001', '0.0010000'],
    ['0.00002314', '0.0₄2314'],
    ['0.000023145678', '0.0₄23146'],
    ['0.00099999999', '0.0010000'],
    ['0.00000000000123', '0.0₁₁123'],
    ['0', '0'],
  ])('%s is shown as %s', (price, shown) => {
    expect(formatTokenPrice(price)).toBe(shown)
  })

  it('keeps the full decimal for readers and the clipboard', () => {
    expect(tokenPriceParts('2.314e-5')).toEqual({
      lead: '0.0',
      foldedZeros: 4,
      digits: '2314',
      full: '0.00002314',
    })
  })

  it('never uses an exponent and never loses the size of the number', () => {
    const price = fc.tuple(fc.bigInt(1n, 10n ** 12n), fc.integer({ min: 0, max: 24 }))
    fc.assert(
      fc.property(price, ([digits, scale]) => {
        const text = `${digits}e-${scale}`
        const { lead, foldedZeros, digits: rest } = tokenPriceParts(text)
        const zeros = foldedZeros === null ? '' : '0'.repeat(foldedZeros - 1)
        const shown = Number(`${lead}${zeros}${rest}`.replaceAll(',', ''))
        expect(formatTokenPrice(text)).not.toMatch(/e/)
        expect(Math.abs(shown / Number(text) - 1)).toBeLessThan(1e-4)
      }),
    )
  })
})

describe('dollars', () => {
  it.each([
    ['1234.56', '$1,234.56'],
    ['0', '$0.00'],
    ['0.004', '<$0.01'],
    ['-0.004', '\u2212<$0.01'],
    ['-7.1', '\u2212$7.10'],
    ['0.1050000000000000001', '$0.11'],
  ])('%s is %s', (amount, shown) => expect(formatUsd(amount)).toBe(shown))

  it.each([
    ['15.31', '+$15.31'],
    ['-7.1', '\u2212$7.10'],
    ['0.001', '$0.00'],
    ['-0.001', '$0.00'],
  ])('%s with its sign is %s', (amount, shown) => expect(formatSignedUsd(amount)).toBe(shown))

  it.each([
    ['184000', '$184\u00a0k'],
    ['1840000000', '$1.84\u00a0B'],
    ['999999', '$1.00\u00a0M'],
    ['2910000', '$2.91\u00a0M'],
    ['950', '$950.00'],
  ])('a market figure of %s is %s', (amount, shown) => expect(formatUsdCompact(amount)).toBe(shown))

  it('keeps four places for fees under a cent', () => {
    expect(formatFeeUsd('0.00081')).toBe('$0.0008')
    expect(formatFeeUsd('0.00001')).toBe('<$0.0001')
    expect(formatFeeUsd('0.08')).toBe('$0.08')
  })

  it('drops the cents of round limits only', () => {
    expect(formatUsdShort('500')).toBe('$500')
    expect(formatUsdShort('62.5')).toBe('$62.50')
    expect(formatUsdShort('-1000')).toBe('\u2212$1,000')
  })
})

describe('percent, amounts, base units', () => {
  it('signs percents with a true minus', () => {
    expect(formatSignedPct('6.1199')).toBe('+6.12\u00a0%')
    expect(formatSignedPct('-3.554')).toBe('\u22123.55\u00a0%')
    expect(formatSignedPct('0.001')).toBe('0.00\u00a0%')
    expect(formatPct('0.9')).toBe('0.90\u00a0%')
    expect(formatPctSetting('20.00')).toBe('20\u00a0%')
    expect(formatPctSetting('12.5')).toBe('12.5\u00a0%')
  })

  it.each([
    ['145.5299999', '145.529'],
    ['4321987.654', '4,321,987'],
    ['0.00012345678', '0.000123456'],
    ['134.8', '134.8'],
  ])('an amount of %s is cut to %s', (amount, shown) => expect(formatAmount(amount)).toBe(shown))

  it('never shows more than is there', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 18n), fc.integer({ min: 0, max: 12 }), (raw, decimals) => {
        const amount = Number(raw) / 10 ** decimals
        const text = `${raw}e-${decimals}`
        expect(Number(formatAmount(text).replaceAll(',', ''))).toBeLessThanOrEqual(amount * (1 + 1e-12))
      }),
    )
  })

  it('groups base units', () => {
    expect(formatBaseUnits('4321000000')).toBe('4,321,000,000')
    expect(formatBaseUnits('-12345')).toBe('\u221212,345')
  })
})

describe('direction', () => {
  it('is that of the shown figure', () => {
    expect(directionOf('0.004')).toBe('flat')
    expect(directionOf('-0.01')).toBe('down')
    expect(directionOf('12')).toBe('up')
    expect([arrowOf('up'), arrowOf('down'), arrowOf('flat')]).toEqual(['▲', '▼', ''])
  })
})
