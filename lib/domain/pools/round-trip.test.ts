import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimal } from '../money/decimal'
import type { PoolSnapshot } from './pool-snapshot'
import { roundTrip, shareOf } from './round-trip'

const USDC = 'USDC'
const pool = (changes: Partial<PoolSnapshot> = {}): PoolSnapshot => ({
  address: 'pool',
  kind: 'constant-product',
  baseMint: 'TOKEN',
  quoteMint: USDC,
  baseDecimals: 6,
  quoteDecimals: 6,
  baseReserve: 1_000_000_000_000n,
  quoteReserve: 1_000_000_000_000n,
  tradeFeeMillionths: 2_500n,
  ...changes,
})
const cost = (hops: PoolSnapshot[], amountUsd = '100') =>
  roundTrip({ hops, amountUsd: decimal(amountUsd), solUsd: decimal('150'), networkLamports: 210_000n })

describe('roundTrip', () => {
  it('adds up fees, impact, network and rent', () => {
    const trip = cost([pool()])!
    // Twice 0.25 % of 100 dollars, twice about 0.01 % of impact in a pool of a million a side.
    expect(trip.venueUsd.toFixed(3)).toBe('0.499')
    expect(trip.impactUsd.toFixed(3)).toBe('0.020')
    expect(trip.networkUsd.toFixed()).toBe('0.0315')
    expect(trip.rentUsd.toFixed(6)).toBe('0.305892')
    const sum = trip.venueUsd.add(trip.impactUsd).add(trip.networkUsd).add(trip.rentUsd)
    expect(trip.totalUsd.eq(sum)).toBe(true)
    expect(shareOf(trip.totalUsd, decimal('100')).toFixed(2)).toBe('0.86')
  })

  it('counts both pools of a token that trades against SOL', () => {
    const sol = pool({
      baseMint: 'SOL',
      baseDecimals: 9,
      baseReserve: 10_000_000_000_000n,
      quoteReserve: 1_500_000_000_000n,
    })
    const token = pool({ quoteMint: 'SOL', quoteDecimals: 9, quoteReserve: 10_000_000_000_000n })
    expect(cost([sol, token])!.venueUsd.toFixed(2)).toBe('1.00')
  })

  it('knows no cost where the amount buys nothing', () => {
    expect(cost([pool()], '0')).toBeNull()
    expect(cost([], '100')).toBeNull()
    expect(cost([pool({ baseReserve: 1n })], '0.00001')).toBeNull()
  })

  it('never pays a trader for going round', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1_000_000n, max: 1n << 62n }),
        fc.bigInt({ min: 1_000_000n, max: 1n << 62n }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (baseReserve, quoteReserve, dollars) => {
          const trip = cost([pool({ baseReserve, quoteReserve })], String(dollars))
          if (!trip) return
          for (const part of Object.values(trip)) expect(part.gte(0)).toBe(true)
        },
      ),
    )
  })
})
