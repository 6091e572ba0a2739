import { decimal, type Decimal, HUNDRED } from '../money/decimal'
import { liquidityLeft, type LiquidityProfile } from './liquidity-left'

const WINDOW_MS = 600_000
/** Of a curve nearly every sample may still be the deepest at some price. */
const APART_MS = 30_000
export const FALLEN_TO_PCT = decimal('50')
/** A look that shows less than this of the one before says that one was wrong, or that liquidity was taken since. */
const CONFIRMS = 0.9
/** Less than this is left where somebody ran away with the pool, not where a provider left it. */
export const RUG_LEFT_PCT = decimal('20')

export type DepthSample = { at: number; profile: LiquidityProfile }
/** Looks at one pool: those that were confirmed by a later one, as far as they may still be the deepest, and the newest. */
export type DepthWindow = { confirmed: readonly DepthSample[]; newest: DepthSample | null }

export const NO_DEPTH: DepthWindow = { confirmed: [], newest: null }

/**
 * With one more look. A look counts for later ones only when the next confirms it: where liquidity is added, the pool's
 * account may be told before those that say how far it goes. The first look needs none: it was read in one go.
 */
export const withDepth = ({ confirmed, newest }: DepthWindow, sample: DepthSample): DepthWindow => {
  const recent = confirmed.filter(({ at }) => at > sample.at - WINDOW_MS)
  if (!newest) return { confirmed: [sample], newest: sample }
  if (isLess(newest, sample, CONFIRMS)) return { confirmed: recent, newest: sample }
  const deeper = recent.filter((one) => isLess(one, newest, 1))
  const last = deeper.at(-1)
  const keeps =
    !last || newest.at - last.at >= APART_MS || liquidityLeft(last.profile, newest.profile) === null
  return { confirmed: keeps ? [...deeper, newest] : deeper, newest: sample }
}

/** Whether the later look certainly shows less than this part of the earlier. */
const isLess = (then: DepthSample, now: DepthSample, part: number): boolean =>
  (liquidityLeft(then.profile, now.profile) ?? 1) < part

/** How much of the deepest of the last ten minutes is left, in percent, where at most half is; else null. */
export const liquidityLeftPct = ({ confirmed, newest }: DepthWindow): Decimal | null => {
  if (!newest) return null
  const left = confirmed.map((then) => liquidityLeft(then.profile, newest.profile) ?? 1)
  const least = Math.min(1, ...left)
  const pct = decimal(String(least)).mul(HUNDRED)
  return pct.gt(FALLEN_TO_PCT) ? null : pct
}
