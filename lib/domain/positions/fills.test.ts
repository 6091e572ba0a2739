import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal, decimalString } from '@/lib/domain/money/decimal'
import {
  applyBuy,
  applySell,
  bookFromRow,
  bookToRow,
  emptyBook,
  netPnlUsd,
  pnlPct,
  priceOf,
  shareOf,
} from './fills'

const u64 = fc.bigInt({ min: 1n, max: (1n << 64n) - 1n })
const sol = decimal('163.89')
const fill = (tokenRaw: bigint, quoteRaw: bigint, feeLamports = 5_000n) => ({
  tokenRaw,
  quoteRaw,
  feeLamports,
  solPriceUsd: sol,
})

describe('the books of a position', () => {
  it('F23: never lose or invent a base unit over any buys and partial sells', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(u64, u64), { minLength: 1, maxLength: 5 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), u64), { maxLength: 8 }),
        (buys, sells) => {
          let book = buys.reduce((now, [token, quote]) => applyBuy(now, fill(token, quote)), emptyBook)
          let sold = 0n
          let proceeds = 0n
          for (const [percent, quote] of sells) {
            const share = shareOf(book.amountRaw, String(percent))
            if (share === 0n) continue
            book = applySell(book, fill(share, quote))
            sold += share
            proceeds += quote
          }
          expect(book.amountRaw + sold).toBe(book.boughtRaw)
          expect(book.boughtRaw).toBe(buys.reduce((sum, [token]) => sum + token, 0n))
          expect(book.costRaw).toBe(buys.reduce((sum, [, quote]) => sum + quote, 0n))
          expect(book.proceedsRaw).toBe(proceeds)
          expect(bookFromRow(bookToRow(book))).toEqual(book)
        },
      ),
    )
  })

  it('refuses to sell more than is held', () => {
    const book = applyBuy(emptyBook, fill(10n, 10n))
    expect(() => applySell(book, fill(11n, 1n))).toThrow(RangeError)
  })

  it('sells everything at 100 % and never more than held below it', () => {
    fc.assert(
      fc.property(u64, fc.integer({ min: 1, max: 9_999 }), (held, hundredths) => {
        expect(shareOf(held, '100')).toBe(held)
        const share = shareOf(held, decimal(String(hundredths)).div(100).toFixed())
        expect(share).toBe((held * BigInt(hundredths)) / 10_000n)
        expect(share < held || held === 0n).toBe(true)
      }),
    )
  })

  it('counts fees and rent in the profit', () => {
    const bought = applyBuy(emptyBook, fill(1_000n, 100_000_000n, 2_044_280n))
    const closed = applySell(bought, fill(1_000n, 124_000_000n, 5_000n))
    const pnl = netPnlUsd(closed, null)!
    expect(decimalString(pnl)).toBe(decimalString(decimal('24').minus(decimal('0.002049280').mul(sol))))
    expect(pnlPct(closed, pnl)!.toFixed(4)).toBe('23.6641')
  })

  it('is unpriced, not zero, while it holds tokens without a price', () => {
    expect(netPnlUsd(applyBuy(emptyBook, fill(1n, 1n)), null)).toBeNull()
  })

  it('keeps a meme-coin price exact', () => {
    expect(decimalString(priceOf(29_400n, 1_000_000_000_000_000n, 9))).toBe('0.0000000294')
  })
})
