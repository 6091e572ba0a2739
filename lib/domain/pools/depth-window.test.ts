import { describe, expect, it } from 'vitest'
import { type DepthWindow, liquidityLeftPct, NO_DEPTH, withDepth } from './depth-window'
import { liquidityProfile } from './liquidity-left'
import type { PoolSnapshot } from './pool-snapshot'

const poolOf = (depth: number): PoolSnapshot => ({
  ...{
    address: 'pool',
    kind: 'constant-product',
    baseMint: 'BASE',
    quoteMint: 'QUOTE',
    tradeFeeMillionths: 0n,
  },
  ...{ baseDecimals: 6, quoteDecimals: 6, baseReserve: BigInt(depth), quoteReserve: BigInt(depth) },
})
type Look = [depth: number, minute: number]
const seen = (window: DepthWindow, [depth, minute]: Look): DepthWindow =>
  withDepth(window, { at: minute * 60_000, profile: liquidityProfile(poolOf(depth)) })
/** Each is looked at twice, three seconds apart. */
const after = (...looks: Look[]): DepthWindow =>
  looks
    .flatMap(([depth, minute]): Look[] => [
      [depth, minute],
      [depth, minute + 0.05],
    ])
    .reduce(seen, NO_DEPTH)
const leftOf = (window: DepthWindow) => liquidityLeftPct(window)?.toFixed(0) ?? null
const left = (...looks: Look[]) => leftOf(after(...looks))

describe('liquidity taken out', () => {
  it('is told when more than half of the last ten minutes’ deepest is gone', () => {
    expect(left([100, 0])).toBeNull()
    expect(left([100, 0], [51, 5])).toBeNull()
    expect(left([100, 0], [80, 3], [49, 6])).toBe('49')
    expect(left([100, 0], [1, 6])).toBe('1')
  })

  it('is forgotten after ten minutes, and when it comes back', () => {
    expect(left([100, 0], [49, 11])).toBeNull()
    expect(left([100, 0], [49, 5], [100, 6])).toBeNull()
  })

  it('keeps no more samples than it needs', () => {
    expect(
      after(...Array.from({ length: 1_000 }, (_, index): Look => [100, index / 200])).confirmed,
    ).toHaveLength(1)
  })
  it('keeps one sample in half a minute of a pool that gets thinner all the time', () => {
    const thinner = Array.from({ length: 300 }, (_, index): Look => [1_000 - index, index / 30])
    expect(after(...thinner).confirmed.length).toBeLessThanOrEqual(21)
    expect(left(...thinner, [400, 9.99])).toBe('40')
  })

  it('is measured from nothing that the next look does not confirm, such as half of an addition', () => {
    const looks = (...all: Look[]) => leftOf(all.reduce(seen, NO_DEPTH))
    expect(looks([100, 0], [100, 0.05], [2_000, 1], [110, 1.05], [110, 1.1])).toBeNull()
    expect(looks([100, 0], [100, 0.05], [2_000, 1], [40, 1.05])).toBe('40')
    expect(looks([100, 0], [40, 0.05])).toBe('40')
  })
})
