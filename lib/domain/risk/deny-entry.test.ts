import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal, ZERO } from '@/lib/domain/money/decimal'
import { toRawFloor } from '@/lib/domain/money/units'
import { denyEntry, type EntryFacts } from './deny-entry'
import { DEFAULT_LIMITS, tightened } from './limits'

const facts = (change: Partial<EntryFacts> = {}): EntryFacts => ({
  amountUsd: decimal('100'),
  inputRaw: 100_000_000n,
  alreadyUsd: ZERO,
  opensPosition: true,
  dayPnlUsd: ZERO,
  dayResetsInMs: 11_520_000,
  correlated: [],
  openPositions: 0,
  pendingEntries: 0,
  freeUsdcRaw: 10_000_000_000n,
  lamports: 10_000_000_000n,
  entryLamports: 0n,
  slices: 0,
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

  it('refuses at the daily loss and says when it resets', () => {
    expect(denyEntry(DEFAULT_LIMITS, facts({ dayPnlUsd: decimal('-999.99') }))).toBeNull()
    expect(denyEntry(DEFAULT_LIMITS, facts({ dayPnlUsd: decimal('-1000') }))).toMatchObject({
      code: 'risk.daily_loss',
      detail:
        "Today's loss of $1,000.00 has reached your limit of $1,000.00, open positions included. Entries stop, exits continue. It resets at 00:00 UTC, in 3 h 12 min.",
    })
  })

  it('counts the new position among those that move together', () => {
    const four = ['WIF', 'BONK', 'BONK', 'POPCAT']
    expect(denyEntry(DEFAULT_LIMITS, facts({ correlated: four }))).toBeNull()
    expect(denyEntry(DEFAULT_LIMITS, facts({ correlated: [...four, 'MEW'] }))).toMatchObject({
      code: 'risk.correlation',
      detail: expect.stringContaining('position 6 of 5 that move together'),
    })
  })

  it('a lot of a position that exists takes no place, but adds to its size', () => {
    const lot = { opensPosition: false, openPositions: 50, correlated: Array<string>(9).fill('BONK') }
    expect(denyEntry(DEFAULT_LIMITS, facts({ ...lot, alreadyUsd: decimal('400') }))).toBeNull()
    expect(denyEntry(DEFAULT_LIMITS, facts({ ...lot, alreadyUsd: decimal('450') }))).toMatchObject({
      code: 'risk.position_size',
      extra: { passesUsd: '50' },
    })
  })

  it('names the first broken limit in a fixed order', () => {
    const all = facts({
      amountUsd: decimal('501'),
      dayPnlUsd: decimal('-5000'),
      openPositions: 50,
      correlated: Array<string>(5).fill('BONK'),
      freeUsdcRaw: 0n,
      lamports: 0n,
    })
    const codes: string[] = []
    const fixes: Partial<EntryFacts>[] = [
      { amountUsd: decimal('100') },
      { dayPnlUsd: ZERO },
      { openPositions: 0 },
      { correlated: [] },
      { freeUsdcRaw: 10n ** 12n },
      { lamports: 10n ** 10n },
    ]
    let now = all
    for (const fix of fixes) {
      codes.push(denyEntry(DEFAULT_LIMITS, now)!.code)
      now = { ...now, ...fix }
    }
    expect(codes).toEqual([
      'risk.position_size',
      'risk.daily_loss',
      'risk.open_positions',
      'risk.correlation',
      'risk.insufficient_balance',
      'risk.insufficient_balance',
    ])
    expect(denyEntry(DEFAULT_LIMITS, now)).toBeNull()
  })

  it("a user's limits never loosen the house's", () => {
    const own = tightened(DEFAULT_LIMITS, { maxPositionUsd: decimal('900'), maxOpenPositions: 10 })
    expect(own.maxPositionUsd.toFixed()).toBe('500')
    expect(own).toMatchObject({ maxOpenPositions: 10, maxCorrelated: 5 })
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
