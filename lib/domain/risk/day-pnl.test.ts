import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal, ZERO } from '@/lib/domain/money/decimal'
import { cautiousPrice, dayPnl, type DayPosition, heldAtDayStart } from './day-pnl'
import { durationWords, nextUtcDay, startOfUtcDay } from './utc-day'

const usd = (dollars: string): bigint => BigInt(decimal(dollars).mul(1_000_000).toFixed(0))
const day = (change: Partial<DayPosition>): DayPosition => ({
  id: 'p',
  decimals: 0,
  amountRaw: 0n,
  boughtTodayRaw: 0n,
  soldTodayRaw: 0n,
  paidTodayRaw: 0n,
  receivedTodayRaw: 0n,
  feesTodayUsd: ZERO,
  dayStartPriceUsd: decimal('1'),
  valueUsd: ZERO,
  ...change,
})
const total = (positions: DayPosition[], failed = '0') => dayPnl(positions, decimal(failed)).toFixed(2)

describe("the day's profit", () => {
  it('of a position opened today is all of its profit', () => {
    const opened = { boughtTodayRaw: 100n, paidTodayRaw: usd('100'), feesTodayUsd: decimal('0.5') }
    expect(total([day({ ...opened, amountRaw: 100n, valueUsd: decimal('90') })])).toBe('-10.50')
  })

  it('of one carried over is the change since midnight, not since it was bought', () => {
    const held = day({ amountRaw: 100n, dayStartPriceUsd: decimal('3'), valueUsd: decimal('250') })
    expect(total([held])).toBe('-50.00')
  })

  it('of one carried over and half sold counts both halves once', () => {
    const half = day({
      amountRaw: 50n,
      soldTodayRaw: 50n,
      receivedTodayRaw: usd('120'),
      dayStartPriceUsd: decimal('3'),
      valueUsd: decimal('130'),
    })
    expect(total([half])).toBe('-50.00')
  })

  it('counts what failed transactions burnt', () => {
    expect(total([], '1.25')).toBe('-1.25')
  })

  it('bought and sold within the day, at any split, is proceeds minus cost minus fees', () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 10n ** 18n),
        fc.bigInt(0n, 10n ** 12n),
        fc.bigInt(0n, 10n ** 12n),
        fc.integer({ min: 0, max: 18 }),
        (amount, paid, received, decimals) => {
          const sold = day({
            decimals,
            boughtTodayRaw: amount,
            soldTodayRaw: amount,
            paidTodayRaw: paid,
            receivedTodayRaw: received,
            feesTodayUsd: decimal('0.25'),
          })
          expect(heldAtDayStart(sold)).toBe(0n)
          const net = decimal(received - paid)
            .div(1_000_000)
            .minus('0.25')
          expect(dayPnl([sold], ZERO).eq(net)).toBe(true)
        },
      ),
    )
  })

  it('never values the unknown above its stop', () => {
    expect(cautiousPrice(decimal('0.9'), decimal('0.4')).toFixed()).toBe('0.4')
    expect(cautiousPrice(decimal('0.9'), decimal('1.4')).toFixed()).toBe('0.9')
    expect(cautiousPrice(decimal('0.9'), null).toFixed()).toBe('0.9')
  })
})

describe('a risk day', () => {
  it('is a UTC day, whatever the offset a time is written with', () => {
    const late = new Date('2026-03-29T01:30:00+02:00')
    expect(startOfUtcDay(late).toISOString()).toBe('2026-03-28T00:00:00.000Z')
    expect(nextUtcDay(late).toISOString()).toBe('2026-03-29T00:00:00.000Z')
    expect(nextUtcDay(new Date('2026-12-31T23:59:59.999Z')).toISOString()).toBe('2027-01-01T00:00:00.000Z')
  })

  it.each([
    [0, '0 s'],
    [1, '1 s'],
    [59_001, '1 min'],
    [3_600_000, '1 h'],
    [11_520_000, '3 h 12 min'],
    [7 * 86_400_000, '7 days'],
  ])('%i ms are %s', (ms, words) => expect(durationWords(ms)).toBe(words))
})
