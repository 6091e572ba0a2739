import { describe, expect, it } from 'vitest'
import { type DepthSample, liquidityLeftPct, withDepth } from './depth-window'
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
const after = (...depths: [depth: number, minute: number][]): DepthSample[] =>
  depths.reduce<DepthSample[]>(
    (samples, [depth, minute]) => withDepth(samples, poolOf(depth), minute * 60_000),
    [],
  )
const left = (...depths: [number, number][]) => liquidityLeftPct(after(...depths))?.toFixed(0) ?? null

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
      after(...Array.from({ length: 1_000 }, (_, index): [number, number] => [100, index / 200])),
    ).toHaveLength(1)
  })
  it('keeps one sample in half a minute of a pool that gets thinner all the time', () => {
    const thinner = Array.from({ length: 300 }, (_, index): [number, number] => [1_000 - index, index / 30])
    expect(after(...thinner).length).toBeLessThanOrEqual(21)
    expect(left(...thinner, [400, 9.99])).toBe('40')
  })
})
