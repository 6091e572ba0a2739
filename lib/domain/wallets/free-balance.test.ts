import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freeRaw } from './free-balance'
import { TRANSFER_FEE_LAMPORTS } from './transfer-cost'

const raw = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })

describe('free balance', () => {
  it('with every claim is never more than the balance, and never negative', () => {
    fc.assert(
      fc.property(raw, raw, raw, raw, (balance, positionsRaw, entriesRaw, leavingRaw) => {
        const free = freeRaw(balance, { positionsRaw, entriesRaw, leavingRaw })
        const claimed = positionsRaw + entriesRaw + leavingRaw
        expect(free >= 0n && (free === 0n || free + claimed === balance)).toBe(true)
      }),
    )
  })

  it('prices a transfer at its compute budget', () => expect(TRANSFER_FEE_LAMPORTS).toBe(13_000n))
})
