import type { Decimal } from '@/lib/domain/money/decimal'

/** Wider than the error of any decimal-to-double conversion. */
const ROUNDING = 1e-9

/** Spot price at or above which what a sale brings may have reached `target`: a sale never brings more than the spot. */
export const upLevel = (target: Decimal): number => target.toNumber() * (1 - ROUNDING)

/**
 * Spot price at or below which what a sale brings may have fallen to `stop`. `spread` is the most by which
 * a sale may lie below the spot (venue fee and impact), a fraction in [0,1): the stop is judged on the
 * sale, so it can be reached while the spot is still above it.
 */
export const downLevel = (stop: Decimal, spread: number): number =>
  (stop.toNumber() * (1 + ROUNDING)) / (1 - spread)

/**
 * The same for a trailing stop, as a fraction of the highest spot price: a sale can have fallen by
 * `distance` (a fraction in [0,1)) from the best sale only at or below peak * factor, as long as the peak
 * is no lower than that best sale.
 */
export const trailFactor = (distance: Decimal, spread: number): number =>
  Math.min(1, ((1 - distance.toNumber()) * (1 + ROUNDING)) / (1 - spread))
