import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { LimitBook } from './limit-book'

const price = fc.integer({ min: 1, max: 20 }).map((cents) => decimal(String(cents)).div(100))
const mint = fc.constantFrom('BONK', 'WIF')
const change = fc.record({
  orderId: fc.integer({ min: 0, max: 12 }).map(String),
  mint,
  limitPriceUsd: price,
  gone: fc.boolean(),
})

describe('the book of waiting entries', () => {
  it('names exactly those whose limit the spot price has reached, the highest first', () => {
    fc.assert(
      fc.property(fc.array(change), mint, price, (changes, asked, spot) => {
        const book = new LimitBook()
        const plain = new Map<string, (typeof changes)[number]>()
        for (const entry of changes) {
          plain.delete(entry.orderId)
          if (entry.gone) book.delete(entry.orderId)
          else {
            book.set(entry)
            plain.set(entry.orderId, entry)
          }
        }
        const reached = [...plain.values()]
          .filter((entry) => entry.mint === asked && entry.limitPriceUsd.gte(spot))
          .sort((one, other) => other.limitPriceUsd.cmp(one.limitPriceUsd))
        expect(book.candidates(asked, spot)).toEqual(reached.map((entry) => entry.orderId))
        expect(book.mints().sort()).toEqual(
          [...new Set([...plain.values()].map((entry) => entry.mint))].sort(),
        )
      }),
    )
  })
})
