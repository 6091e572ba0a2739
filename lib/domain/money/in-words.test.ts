import { describe, expect, it } from 'vitest'
import { decimal } from './decimal'
import { grouped, inDollars } from './in-words'

describe('sums in sentences', () => {
  it.each([
    ['0', '$0.00'],
    ['999.999', '$1,000.00'],
    ['12345678.9', '$12,345,678.90'],
    ['-1234.5', '−$1,234.50'],
  ])('%s dollars are %s', (value, shown) => expect(inDollars(decimal(value))).toBe(shown))

  it('leaves decimals as they are', () => {
    expect(grouped('24327442467.941')).toBe('24,327,442,467.941')
    expect(grouped('0.00002314')).toBe('0.00002314')
  })
})
