import { describe, expect, it } from 'vitest'
import { decimal } from '../money/decimal'
import { type DepthSample, liquidityLeftPct, withDepth } from './depth-window'

const after = (...depths: [depth: string, minute: number][]): DepthSample[] =>
  depths.reduce<DepthSample[]>(
    (samples, [depth, minute]) => withDepth(samples, decimal(depth), minute * 60_000),
    [],
  )
const left = (...depths: [string, number][]) => liquidityLeftPct(after(...depths))?.toFixed(0) ?? null

describe('liquidity taken out', () => {
  it('is told when more than half of the last ten minutes’ deepest is gone', () => {
    expect(left(['100', 0])).toBeNull()
    expect(left(['100', 0], ['51', 5])).toBeNull()
    expect(left(['100', 0], ['80', 3], ['49', 6])).toBe('49')
    expect(left(['100', 0], ['1', 6])).toBe('1')
  })

  it('is forgotten after ten minutes, and when it comes back', () => {
    expect(left(['100', 0], ['49', 11])).toBeNull()
    expect(left(['100', 0], ['49', 5], ['100', 6])).toBeNull()
  })

  it('keeps no more samples than it needs', () => {
    expect(
      after(...Array.from({ length: 1_000 }, (_, index): [string, number] => ['100', index / 200])),
    ).toHaveLength(1)
  })
})
