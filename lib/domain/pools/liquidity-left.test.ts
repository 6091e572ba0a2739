import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { liquidityLeft } from './liquidity-left'
import type { LiquidityCurve, PoolSnapshot } from './pool-snapshot'

/** Liquidity of stretches of one width each, from the square root 1 up by tenths; seen from a price, so far to each side. */
type Profile = readonly bigint[]
const ONE = 1n << 64n
const edge = (nth: number): bigint => ONE + (ONE * BigInt(nth)) / 10n

const seen = (profile: Profile, at: bigint, known: number, baseIsFirst = true): PoolSnapshot => {
  const stretches = profile.map((liquidity, nth) => ({ from: edge(nth), to: edge(nth + 1), liquidity }))
  const down = stretches.filter(({ from }) => from < at).reverse()
  const up = stretches.filter(({ to }) => to > at)
  const curve: LiquidityCurve = {
    sqrtPrice: at,
    baseIsFirst,
    down: down.slice(0, known).map(({ from, liquidity }) => ({ to: from, liquidity: liquidity << 64n })),
    up: up.slice(0, known).map(({ to, liquidity }) => ({ to, liquidity: liquidity << 64n })),
  }
  return {
    ...{ address: 'pool', kind: 'liquidity-curve', baseMint: 'BASE', quoteMint: 'QUOTE' },
    ...{
      baseDecimals: 6,
      quoteDecimals: 6,
      tradeFeeMillionths: 2_500n,
      baseReserve: 1n,
      quoteReserve: 1n,
      curve,
    },
  }
}
const left = (then: PoolSnapshot, now: PoolSnapshot): number | null =>
  liquidityLeft(then, now)?.toNumber() ?? null

const profile = fc.array(fc.bigInt({ min: 1n << 30n, max: 1n << 60n }), { minLength: 12, maxLength: 12 })
const inside = fc.bigInt({ min: edge(2), max: edge(10) })
const known = fc.integer({ min: 3, max: 12 })

describe('how much of a pool’s liquidity is left along a curve', () => {
  it('is all of it whatever was swapped, thick or thin', () => {
    let told = 0
    fc.assert(
      fc.property(profile, inside, inside, known, fc.boolean(), (of, then, now, reach, first) => {
        const share = left(seen(of, then, reach, first), seen(of, now, reach, first))
        if (share === null) return
        told += 1
        expect(share).toBeGreaterThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
    expect(told).toBeGreaterThan(250)
  })

  it('is the share that was not taken, from wherever it is seen', () => {
    fc.assert(
      fc.property(
        profile,
        inside,
        known,
        fc.integer({ min: 1, max: 16 }),
        fc.boolean(),
        (of, at, reach, part, first) => {
          const rest = of.map((liquidity) => (liquidity * BigInt(part)) / 32n)
          expect(left(seen(of, at, reach, first), seen(rest, at, reach, first))).toBeCloseTo(part / 32, 6)
        },
      ),
    )
  })

  const even = Array.from({ length: 12 }, () => 1n << 50n)

  it('is nearly nothing where only what pays for sales was taken', () => {
    const taken = (below: boolean) => even.map((liquidity, nth) => (nth < 6 === below ? 1n : liquidity))
    const at = edge(6)
    expect(left(seen(even, at, 12), seen(taken(true), at, 12))).toBeLessThan(0.001)
    expect(left(seen(even, at, 12), seen(taken(false), at, 12))).toBe(1)
    expect(left(seen(even, at, 12, false), seen(taken(false), at, 12, false))).toBeLessThan(0.001)
  })

  it('is not gone where providers follow the price', () => {
    const [low, high] = [
      even.map((one, nth) => (nth < 6 ? one : 1n)),
      even.map((one, nth) => (nth < 6 ? 1n : one)),
    ]
    expect(left(seen(low, edge(5), 12), seen(high, edge(10), 12))).toBeGreaterThan(0.9)
  })

  it('is not told of prices that are no longer known, nor of a pool that became another kind', () => {
    expect(left(seen(even, edge(2), 2), seen(even, edge(11), 1))).toBeNull()
    const { curve: _, ...product } = seen(even, edge(2), 2)
    expect(left(seen(even, edge(2), 2), { ...product, kind: 'constant-product' })).toBeNull()
  })
})

it('is the root of the product of the reserves where one liquidity holds at every price', () => {
  const pool = (baseReserve: bigint, quoteReserve: bigint): PoolSnapshot => {
    const { curve: _, ...rest } = seen([1n], edge(0), 1)
    return { ...rest, kind: 'constant-product', baseReserve, quoteReserve }
  }
  expect(left(pool(100n, 100n), pool(200n, 50n))).toBe(1)
  expect(left(pool(100n, 100n), pool(40n, 10n))).toBe(0.2)
  expect(left(pool(0n, 0n), pool(40n, 10n))).toBeNull()
})
