import { decimal, type Decimal, HUNDRED, ONE } from '../money/decimal'
import { liquidityLeft } from './liquidity-left'
import type { PoolSnapshot } from './pool-snapshot'

const WINDOW_MS = 600_000
/** Of a curve nearly every sample may still be the deepest at some price. */
const APART_MS = 30_000
const FALLEN_TO = decimal('0.5')
/** Less than this is left where somebody ran away with the pool, not where a provider left it. */
export const RUG_LEFT_PCT = decimal('20')

export type DepthSample = { at: number; pool: PoolSnapshot }

/**
 * The samples of the last ten minutes with one more. Only what may still be deeper than the newest is kept, and of
 * that no two within half a minute.
 */
export const withDepth = (samples: readonly DepthSample[], pool: PoolSnapshot, at: number): DepthSample[] => {
  const older = samples.slice(0, -1)
  const newest = samples.slice(-1).filter((sample) => sample.at - (older.at(-1)?.at ?? -Infinity) >= APART_MS)
  const deeper = [...older, ...newest].filter(
    (sample) => sample.at > at - WINDOW_MS && !liquidityLeft(sample.pool, pool)?.gte(ONE),
  )
  return [...deeper, { at, pool }]
}

/** How much of the deepest of the last ten minutes is left, in percent, where more than half is gone; else null. */
export const liquidityLeftPct = (samples: readonly DepthSample[]): Decimal | null => {
  const now = samples.at(-1)
  const left = samples.slice(0, -1).flatMap((then) => liquidityLeft(then.pool, now!.pool) ?? [])
  const least = left.reduce((low, one) => (one.lt(low) ? one : low), ONE)
  return least.gt(FALLEN_TO) ? null : least.mul(HUNDRED)
}
