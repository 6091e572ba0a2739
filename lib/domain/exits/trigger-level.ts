/**
 * From the exact rules, which look at what a sale brings, to spot prices the trigger index can look at:
 * each too early rather than too late. A sale brings spot * (1 - fee) * (1 - impact). The fee is the
 * pool's and known; the impact is never negative, and at most what `impactAhead` allows for.
 */

/** Wider than the error of any level in doubles (plan-marks.ts). */
const ROUNDING = 1e-9

/** Spot price at or above which a sale may bring `target`. `fee` is a fraction in [0,1), never more than the pool takes. */
export const upLevel = (target: number, fee = 0): number => (target * (1 - ROUNDING)) / (1 - fee)

/**
 * Spot price at or below which what a sale brings may have fallen to `stop`; Infinity: at any. `spread` is the
 * most by which a sale may lie below the spot, a fraction in [0,1]. With the fee alone: the highest spot price at which
 * a sale can have brought no more than `stop`, so the peak of a trailing stop.
 */
export const downLevel = (stop: number, spread: number): number => (stop * (1 + ROUNDING)) / (1 - spread)

/**
 * The same for a trailing stop, as a fraction of the peak: a sale can have fallen to `keep` (a fraction
 * in (0,1]) of the best sale only at or below peak * factor, where the peak is at least the highest spot
 * price since, and downLevel(best sale, fee). The fee is in both sales and cancels out.
 */
export const trailFactor = (keep: number, impact: number): number =>
  Math.min(1, (keep * (1 + ROUNDING)) / (1 - impact))

/** Allowed for at least: what rounding to whole base units takes of a sale of two cents. */
const LEAST_IMPACT = 0.0001

/**
 * The most impact to allow for, from how far below the spot a sale lies now (`shortfall`, fees included)
 * and the pool's `fee`; fractions. Twice today's: holds until the pool is half as deep. Where that is
 * everything, a stop may fire at any spot price.
 */
export const impactAhead = (shortfall: number, fee: number): number =>
  Math.min(1, Math.max(LEAST_IMPACT, 2 * (1 - (1 - shortfall) / (1 - fee))))

/** Fee and impact together, as `downLevel` takes them for a stop. */
export const spreadOf = (fee: number, impact: number): number => 1 - (1 - fee) * (1 - impact)
