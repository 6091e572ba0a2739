import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FailedLanding, sendableAt } from './fee-budget'

const now = new Date('2026-01-01T12:00:00Z')
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000)
const failed = (orderId: string, minutes: number, feeLamports = 5_000n): FailedLanding => ({
  orderId,
  feeLamports,
  at: ago(minutes),
})

const buy = (id: string) => ({ id, side: 'BUY' as const })
const sell = (id: string) => ({ id, side: 'SELL' as const })

describe('F27: the budget for fees of failed transactions', () => {
  it('lets the first failures pass and slows an order down from the fifth on', () => {
    const four = [9, 7, 5, 0.1].map((minutes) => failed('a', minutes))
    expect(sendableAt(four, sell('a'), now)).toBeNull()
    const five = [...four, failed('a', 0.2)]
    expect(sendableAt(five, sell('a'), now)).toEqual(new Date(ago(0.1).getTime() + 60_000))
    expect(sendableAt(five, buy('b'), now)).toBeNull()
  })

  it('stops the entries of a wallet whose hour is used up, until enough of it has passed', () => {
    const hour = [failed('a', 50, 15_000_000n), failed('b', 20, 6_000_000n)]
    expect(sendableAt(hour, buy('c'), now)).toEqual(new Date(ago(50).getTime() + 3_600_000))
    expect(sendableAt([failed('a', 61, 99_000_000n)], buy('c'), now)).toBeNull()
  })

  it('never keeps a sell for more than a minute, whatever others of its wallet have burnt', () => {
    const others = Array.from({ length: 10 }, (_, nth) => failed(`other-${nth}`, 1, 2_005_000n))
    expect(sendableAt(others, buy('stop'), now)).toEqual(new Date(ago(1).getTime() + 3_600_000))
    expect(sendableAt(others, sell('stop'), now)).toBeNull()
    // Its own first failure beyond the budget slows it down at once.
    const own = [...others, failed('stop', 0.5)]
    expect(sendableAt(own, sell('stop'), now)).toEqual(new Date(ago(0.5).getTime() + 60_000))
  })

  it('always names a time after now at which sending is free again', () => {
    const landing = fc.record({
      orderId: fc.constantFrom('a', 'b'),
      feeLamports: fc.bigInt({ min: 0n, max: 30_000_000n }),
      at: fc.integer({ min: 0, max: 120 }).map(ago),
    })
    fc.assert(
      fc.property(fc.array(landing, { maxLength: 20 }), fc.constantFrom(buy, sell), (landings, order) => {
        const free = sendableAt(landings, order('a'), now)
        if (!free) return
        expect(free.getTime()).toBeGreaterThan(now.getTime())
        expect(sendableAt(landings, order('a'), free)).toBeNull()
        if (order === sell) expect(free.getTime() - now.getTime()).toBeLessThanOrEqual(60_000)
      }),
    )
  })
})
