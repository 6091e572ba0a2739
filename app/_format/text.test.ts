import { describe, expect, it } from 'vitest'
import { mintInText, plainName, plural, shortAddress } from './text'

describe('names strangers chose', () => {
  it('lose direction overrides, controls and excess length', () => {
    expect(plainName('abc\u202edcb\u0007')).toBe('abcdcb')
    expect(plainName('x'.repeat(40))).toBe(`${'x'.repeat(23)}…`)
    expect(plainName('<img src=x onerror=1>')).toBe('<img src=x onerror=1>')
  })
})

describe('addresses', () => {
  const mint = 'EKpQGSJtjMFqKZ9KQanSqYXRcF8fBopzLHYxdM65zcjm'

  it('are shortened in the middle', () => expect(shortAddress(mint)).toBe('EKpQGS…zcjm'))

  it('are found in a pasted link', () => {
    expect(mintInText(`https://dexscreener.com/solana/${mint}?x=1`)).toBe(mint)
    expect(mintInText('WIF')).toBeNull()
  })
})

it('counts in words', () => {
  expect(plural(1, 'position')).toBe('1 position')
  expect(plural(3, 'position')).toBe('3 positions')
})
