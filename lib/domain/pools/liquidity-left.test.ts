import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { liquidityLeft, liquidityProfile } from './liquidity-left'
import type { LiquidityCurve, PoolSnapshot } from './pool-snapshot'

/** Liquidity of stretches of one width each, from the square root 1 up by tenths; seen from a price, so far to each side. */
type Profile = readonly bigint[]
const ONE = 1n << 64n
const edge = (nth: number): bigint => ONE + (ONE * BigInt(nth)) / 10n

const seen = (
  profile: Profile,
  at: bigint,
  known: number,
  baseIsFirst = true,
  complete = false,
): PoolSnapshot => {
  const stretches = profile.map((liquidity, nth) => ({ from: edge(nth), to: edge(nth + 1), liquidity }))
  const down = stretches.filter(({ from }) => from < at).reverse()
  const up = stretches.filter(({ to }) => to > at)
  const curve: LiquidityCurve = {
    sqrtPrice: at,
    baseIsFirst,
    down: down.slice(0, known).map(({ from, liquidity }) => ({ to: from, liquidity: liquidity << 64n })),
    ...(complete ? { complete: { down: true, up: true } } : {}),
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
  liquidityLeft(liquidityProfile(then), liquidityProfile(now))

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

  it('is what was left near the price, however much stays far below', () => {
    const near = even.map((liquidity, nth) => (nth >= 4 ? liquidity / 10n : liquidity))
    expect(left(seen(even, edge(6), 12), seen(near, edge(6), 12))).toBeCloseTo(0.1, 6)
  })

  it('is nothing where the prices that are no longer told are known to be empty', () => {
    const [wide, narrow] = [even, [1n << 44n]]
    const rest = (complete: boolean) => seen(narrow, edge(0) + ONE / 20n, 1, true, complete)
    expect(left(seen(wide, edge(6), 12), rest(false))).toBeNull()
    expect(left(seen(wide, edge(6), 12), rest(true))).toBeLessThan(0.05)
  })

  it('compares no pools of one stretch each at prices only one of them knows', () => {
    const of = (low: bigint, high: bigint, at: bigint) => ({
      ...seen(even, at, 0),
      curve: {
        ...{ sqrtPrice: at, baseIsFirst: true },
        ...{ down: [{ to: low, liquidity: 1n << 114n }], up: [{ to: high, liquidity: 1n << 114n }] },
      },
    })
    expect(left(of(edge(5), edge(9), edge(7)), of(edge(0), edge(2), edge(1)))).toBeNull()
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
