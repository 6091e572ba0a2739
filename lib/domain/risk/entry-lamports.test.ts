import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal, ZERO } from '@/lib/domain/money/decimal'
import { denyEntry, solReserveLamports } from './deny-entry'
import {
  entryLamports,
  SLICE_LAMPORTS,
  slicedEntryLamports,
  slicedLamports,
  slicesWithin,
} from './entry-lamports'
import { DEFAULT_LIMITS } from './limits'

const facts = (lamports: bigint, slices: number, reserved = 0n) => ({
  ...{ amountUsd: decimal('100'), inputRaw: 100_000_000n, alreadyUsd: ZERO, opensPosition: true },
  ...{ dayPnlUsd: ZERO, dayResetsInMs: 1, correlated: [], openPositions: 0, pendingEntries: 0 },
  ...{ freeUsdcRaw: 10n ** 12n, lamports, entryLamports: reserved, slices },
})
const underWay = (planned: number, bought: number, fresh = 0, isFinished = false) =>
  entryLamports({ slices: { planned, bought, fresh }, isFinished, opens: true })

describe('SOL set aside for entries', () => {
  it('is a fee for each slice and the rent of the token account once, and shrinks as slices are bought', () => {
    expect(slicedEntryLamports(5)).toBe(2_200_000n + 5n * 2_005_000n)
    expect(underWay(5, 1)).toBe(4n * SLICE_LAMPORTS)
    expect(underWay(5, 4)).toBe(SLICE_LAMPORTS)
    // What failed is still to be bought.
    expect(underWay(5, 5)).toBe(SLICE_LAMPORTS)
    expect(underWay(5, 5, 0, true)).toBe(0n)
    expect(underWay(5, 4, 1, true)).toBe(SLICE_LAMPORTS)
    expect(entryLamports({ slices: null, isFinished: false, opens: true })).toBe(2_200_000n)
    expect(slicedLamports(5, 'SELL')).toBe(5n * SLICE_LAMPORTS)
  })

  it('is never more than the hour lets be spent, beside the fees of the network', () => {
    expect(slicedEntryLamports(25)).toBe(2_200_000n + 50_000_000n + 25n * 5_000n)
    expect(slicedEntryLamports(30)).toBe(2_200_000n + 50_000_000n + 30n * 5_000n)
  })

  it('says how many slices so much pays for', () => {
    expect(slicesWithin(slicedEntryLamports(7), 20)).toBe(7)
    expect(slicesWithin(slicedEntryLamports(7) - 1n, 20)).toBe(6)
    expect([slicesWithin(10n ** 12n, 20), slicesWithin(-1n, 20)]).toEqual([20, 0])
  })

  it('is told with its numbers where it does not fit, with both ways out', () => {
    const reserve = solReserveLamports(0, 0, 0n) + slicedEntryLamports(5)
    expect(denyEntry(DEFAULT_LIMITS, facts(reserve, 5))).toBeNull()
    const denial = denyEntry(DEFAULT_LIMITS, facts(reserve - 1_000_000n, 5))
    expect(denial).toEqual({
      code: 'risk.insufficient_balance',
      detail:
        'The wallet holds 0.016325 SOL; 0.017325 SOL must stay for fees, so that every position can be sold. 0.012225 SOL of it is set aside for the fees of its 5 slices. Deposit 0.001 SOL or buy it at once (MARKET). Selling still works.',
      extra: { sol: '0.016325', reserveSol: '0.017325', slices: '5', slicesSol: '0.012225' },
    })
    expect(denyEntry(DEFAULT_LIMITS, facts(1_000_000n, 5))!.detail).not.toContain('at once')
    expect(denyEntry(DEFAULT_LIMITS, facts(reserve - 1_000_000n, 0))).toBeNull()
  })

  it('never lets entries set aside more than is held, whatever is asked for and bought meanwhile', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('ask' as const), slices: fc.nat(25) }),
      fc.record({
        kind: fc.constant('buy' as const),
        at: fc.nat(9),
        fee: fc.integer({ min: 5_000, max: 2_005_000 }),
      }),
    )
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 300_000_000n }),
        fc.array(step, { maxLength: 60 }),
        (held, steps) => {
          let lamports = held
          const orders: { planned: number; bought: number }[] = []
          const reserved = () =>
            orders.reduce((sum, { planned, bought }) => sum + underWay(planned, bought), 0n)
          for (const now of steps) {
            if (now.kind === 'ask' && now.slices > 0) {
              if (denyEntry(DEFAULT_LIMITS, facts(lamports, now.slices, reserved()))) continue
              orders.push({ planned: now.slices, bought: 0 })
            } else if (now.kind === 'buy') {
              const order = orders[now.at]
              if (!order || order.bought === order.planned - 1) continue
              lamports -= BigInt(now.fee) + (order.bought === 0 ? 2_039_280n : 0n)
              order.bought += 1
            }
            if (orders.length > 0) expect(reserved()).toBeLessThanOrEqual(lamports)
          }
        },
      ),
    )
  })
})
