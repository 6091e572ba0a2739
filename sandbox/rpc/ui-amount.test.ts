import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { uiAmount } from './ui-amount'

describe('uiAmount', () => {
  it.each([
    [0n, 6, '0'],
    [1n, 6, '0.000001'],
    [1_500_000n, 6, '1.5'],
    [100n, 0, '100'],
    [12_000_000_000n, 9, '12'],
    [18_446_744_073_709_551_615n, 5, '184467440737095.51615'],
  ])('writes %d with %d decimals as %s', (amount, decimals, text) => {
    expect(uiAmount(amount, decimals)).toEqual({
      amount: amount.toString(),
      decimals,
      uiAmount: Number(text),
      uiAmountString: text,
    })
  })

  it('loses nothing of any amount', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.integer({ min: 0, max: 12 }),
        (amount, decimals) => {
          const [whole = '', fraction = ''] = uiAmount(amount, decimals).uiAmountString.split('.')
          expect(BigInt(whole + fraction.padEnd(decimals, '0'))).toBe(amount)
        },
      ),
    )
  })
})
