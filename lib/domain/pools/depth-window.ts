import { decimal, type Decimal } from '../money/decimal'
import type { PoolSnapshot } from './pool-snapshot'

const WINDOW_MS = 600_000
const FALLEN_TO = decimal('0.5')
/** Less than this is left where somebody ran away with the pool, not where a provider left it. */
export const RUG_LEFT_PCT = decimal('20')

export type DepthSample = { at: number; depth: Decimal }

/**
 * Square root of the product of the reserves: swaps never lower it, only liquidity taken out does. null along a
 * curve of several stretches, where a swap that ends in a thinner one looks like liquidity taken out.
 */
export const depthOf = ({ baseReserve, quoteReserve, curve }: PoolSnapshot): Decimal | null =>
  curve && curve.down.length + curve.up.length > 2 ? null : decimal(baseReserve * quoteReserve).sqrt()

/** The samples of the last ten minutes with one more; only what may still be the deepest is kept. */
export const withDepth = (samples: readonly DepthSample[], depth: Decimal, at: number): DepthSample[] => [
  ...samples.filter((sample) => sample.at > at - WINDOW_MS && sample.depth.gt(depth)),
  { at, depth },
]

/** How much of the deepest of the last ten minutes is left, in percent, where more than half is gone; else null. */
export const liquidityLeftPct = (samples: readonly DepthSample[]): Decimal | null => {
  const [deepest] = samples
  const now = samples.at(-1)
  if (!deepest || !now || now.depth.gt(deepest.depth.mul(FALLEN_TO))) return null
  return now.depth.div(deepest.depth).mul(decimal('100'))
}
