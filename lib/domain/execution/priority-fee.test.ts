import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DEFAULT_FEE_CAPS,
  feeFor,
  levelsOf,
  MOST_UNITS,
  unitLimit,
  priceWithin,
  priorityFee,
  urgencyOf,
  wishedFee,
} from './priority-fee'

const levels = { low: 20_000n, medium: 50_000n, high: 200_000n, veryHigh: 1_000_000n }
const price = fc.bigInt(0n, 10n ** 12n)
const anyLevels = fc.record({ low: price, medium: price, high: price, veryHigh: price })

describe('the priority fee', () => {
  it.each([
    [0, 'LOW', 6_000n],
    [0.29, 'LOW', 6_000n],
    [0.3, 'MEDIUM', 15_000n],
    [0.59, 'MEDIUM', 15_000n],
    [0.6, 'HIGH', 60_000n],
    [0.89, 'HIGH', 60_000n],
    [0.9, 'ULTRA', 300_000n],
    [1, 'ULTRA', 300_000n],
  ])('at urgency %s is %s', (urgency, tier, lamports) => {
    expect(priorityFee(levels, urgency, 0n)).toMatchObject({ tier, lamports })
  })

  it('F27 keeps to its caps for a trade and an hour, whatever is asked at the moment, and is never nothing', () => {
    fc.assert(
      fc.property(anyLevels, fc.double({ min: 0, max: 1, noNaN: true }), price, (paid, urgency, spent) => {
        const fee = priorityFee(paid, urgency, spent)
        const { lamports, microLamports } = fee
        expect(lamports).toBeLessThanOrEqual(DEFAULT_FEE_CAPS.perTrade)
        expect(lamports).toBeGreaterThanOrEqual(3_000n)
        if (spent < DEFAULT_FEE_CAPS.perHour - 3_000n)
          expect(spent + lamports).toBeLessThanOrEqual(DEFAULT_FEE_CAPS.perHour)
        expect((microLamports * 300_000n) / 1_000_000n).toBeLessThanOrEqual(lamports)
        const most = priceWithin(fee, 2_000_000n)
        expect((most * 1_400_000n) / 1_000_000n).toBeLessThanOrEqual(2_000_000n)
      }),
    )
  })

  it('F27 falls to the least once the hour is spent', () => {
    expect(priorityFee(levels, 1, 49_900_000n).lamports).toBe(100_000n)
    expect(priorityFee(levels, 1, 60_000_000n).lamports).toBe(3_000n)
  })

  it('F27 is left to the venue only while the hour has room for all that it may charge', () => {
    const order = { side: 'BUY', reason: 'MANUAL', recurring: false, failures: 0 } as const
    const wished = (all: bigint, failed = 0n, side: 'BUY' | 'SELL' = 'BUY') =>
      wishedFee(null, { ...order, side }, { all, failed })
    expect(wished(48_000_000n)).toBeNull()
    expect(wished(48_000_001n)).toMatchObject({ tier: 'LOW', lamports: 3_000n, microLamports: 10_000n })
    expect(wished(20_000_000n, 20_000_000n, 'SELL')?.lamports).toBe(3_000n)
    expect(wishedFee(levels, { ...order, side: 'SELL' }, { all: 0n, failed: 0n })?.tier).toBe('HIGH')
    expect(wishedFee(levels, { ...order, side: 'SELL' }, { all: 0n, failed: 20_000_000n })?.tier).toBe('LOW')
  })

  it('is the higher the more depends on being fast', () => {
    const of = (reason: string, failures = 0) =>
      urgencyOf({ side: 'SELL', reason, recurring: false, failures })
    expect([of('KILL_SWITCH'), of('STOP_LOSS'), of('MANUAL'), of('TAKE_PROFIT')]).toEqual([
      0.95, 0.8, 0.6, 0.5,
    ])
    expect(of('STOP_LOSS', 1)).toBeCloseTo(0.9)
    expect(of('TAKE_PROFIT', 20)).toBe(1)
    const buy = (recurring: boolean) => urgencyOf({ side: 'BUY', reason: 'MANUAL', recurring, failures: 0 })
    expect([buy(false), buy(true)]).toEqual([0.4, 0.2])
  })

  it('F27 keeps to its caps for the units that a transaction is known to take', () => {
    fc.assert(
      fc.property(anyLevels, price, fc.bigInt(1n, MOST_UNITS), (paid, spent, units) => {
        const fee = priorityFee(paid, 0.8, spent)
        const exact = feeFor(fee, units)
        const least = (units * 10_000n + 999_999n) / 1_000_000n
        expect(exact.lamports).toBeGreaterThanOrEqual(least)
        expect(exact.lamports <= fee.mostLamports || exact.lamports === least).toBe(true)
        expect(exact.microLamports <= fee.wishedMicroLamports || exact.microLamports === 10_000n).toBe(true)
      }),
    )
  })

  it('has a limit of a fifth more than was used, and of no more than there is', () => {
    expect([1, 100_000, 100_001, 1_300_000].map(unitLimit)).toEqual([2n, 120_000n, 120_002n, MOST_UNITS])
  })

  it('is found from what was paid where no node estimates it', () => {
    const paid = Array.from({ length: 100 }, (_, nth) => BigInt(nth) * 1_000n)
    expect(levelsOf(paid)).toEqual({ low: 25_000n, medium: 50_000n, high: 75_000n, veryHigh: 95_000n })
    expect(levelsOf([])).toEqual({ low: 10_000n, medium: 10_000n, high: 10_000n, veryHigh: 10_000n })
  })
})
