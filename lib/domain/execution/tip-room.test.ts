import fc from 'fast-check'
import { expect, it } from 'vitest'
import { solReserveLamports } from '../risk/deny-entry'
import { leavesReserve } from './tip-room'

const TIP = 1_000_000n

it('lets nobody tip at exactly the reserve, and all from a tip for each and one more on', () => {
  const counts = { openPositions: 10, pendingEntries: 2, entryLamports: 4_000_000n }
  const reserve = solReserveLamports(10, 2, 4_000_000n)
  const at = (lamports: bigint) => leavesReserve(TIP, { lamports, ...counts })
  expect([at(reserve), at(reserve + 13n * TIP - 1n), at(reserve + 13n * TIP)]).toEqual([false, false, true])
})

it('leaves at least the reserve however many trades tip by the same balance, or by one that sinks meanwhile', () => {
  const trade = fc.record({ tip: fc.constantFrom(100_000n, TIP), seesFirst: fc.boolean() })
  fc.assert(
    fc.property(
      fc.nat(60),
      fc.nat(10),
      fc.bigInt(0n, 30_000_000n),
      fc.bigInt(-10_000_000n, 150_000_000n),
      fc.array(trade, { minLength: 71, maxLength: 71 }),
      (openPositions, pendingEntries, entryLamports, over, trades) => {
        const counts = { openPositions, pendingEntries, entryLamports }
        const reserve = solReserveLamports(openPositions, pendingEntries, entryLamports)
        const first = reserve + over
        let left = first
        // One for each position and each entry, and one more.
        for (const { tip, seesFirst } of trades.slice(0, openPositions + pendingEntries + 1))
          if (leavesReserve(tip, { lamports: seesFirst ? first : left, ...counts })) left -= tip
        expect(left).toBeGreaterThanOrEqual(first < reserve ? first : reserve)
      },
    ),
  )
})
