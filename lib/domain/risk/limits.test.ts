import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '@/lib/domain/money/decimal'
import { toRawFloor } from '@/lib/domain/money/units'
import { DEFAULT_LIMITS, denyEntry, type EntryFacts } from './limits'

const facts = (change: Partial<EntryFacts> = {}): EntryFacts => ({
  amountUsd: decimal('100'),
  inputRaw: 100_000_000n,
  openPositions: 0,
  pendingEntries: 0,
  freeUsdcRaw: 10_000_000_000n,
  lamports: 10_000_000_000n,
  ...change,
})

describe('entry limits', () => {
  it('passes an ordinary entry and the limit itself', () => {
    expect(denyEntry(DEFAULT_LIMITS, facts())).toBeNull()
    expect(denyEntry(DEFAULT_LIMITS, facts({ amountUsd: decimal('500'), inputRaw: 500_000_000n }))).toBeNull()
  })

  it('names the number that broke and what would pass', () => {
    const denial = denyEntry(DEFAULT_LIMITS, facts({ amountUsd: decimal('620'), inputRaw: 620_000_000n }))
    expect(denial).toMatchObject({ code: 'risk.position_size', extra: { passesUsd: '500' } })
    expect(denial!.detail).toBe(
      'A $620.00 position passes your limit of $500.00 by $120.00. $500.00 would pass.',
    )
  })

  it('counts entries on their way as positions', () => {
    expect(denyEntry(DEFAULT_LIMITS, facts({ openPositions: 49 }))).toBeNull()
    expect(denyEntry(DEFAULT_LIMITS, facts({ openPositions: 30, pendingEntries: 20 }))).toMatchObject({
      code: 'risk.open_positions',
      detail: 'This would be position 51 of 50. Close one first.',
    })
  })

  it('F21: never spends the SOL that pays for getting out', () => {
    expect(denyEntry(DEFAULT_LIMITS, facts({ lamports: 3_000_000n }))).toMatchObject({
      code: 'risk.insufficient_balance',
    })
  })

  it('never accepts what would pass a limit, whatever the numbers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.nat(60),
        fc.nat(60),
        fc.bigInt({ min: -1_000_000n, max: 2_000_000_000n }),
        (cents, openPositions, pendingEntries, freeUsdcRaw) => {
          const amountUsd = decimal(String(cents)).div(100)
          const inputRaw = toRawFloor(amountUsd, 6)
          if (
            denyEntry(
              DEFAULT_LIMITS,
              facts({ amountUsd, inputRaw, openPositions, pendingEntries, freeUsdcRaw }),
            )
          )
            return
          expect(amountUsd.lte(500)).toBe(true)
          expect(openPositions + pendingEntries).toBeLessThan(50)
          expect(inputRaw <= freeUsdcRaw).toBe(true)
        },
      ),
    )
  })
})
