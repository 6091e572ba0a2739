import type { EstimatedPrice } from '@/lib/domain/pools/sale-curve'
import type { ExitState } from './exit-plan'
import type { PlanMarks } from './plan-marks'

/**
 * The sale prices between which the exact rule certainly does nothing, in doubles: most positions a tick
 * names are let go by a few comparisons instead of exact decimals. In doubt the exact rule is asked;
 * nothing ever fires here.
 *
 * Error. Marks lie within 3e-13 of the exact levels (plan-marks.ts), sales within 5e-14 of what the pool's
 * formula gives without whole numbers (sale-curve.ts), products of two add 1.1e-16: all below E = 4e-13.
 * If x'(1 + S) + T < y' holds in doubles (2u more, u = 2^-53) for x = x'(1 + e), |e| < E, then
 * x (1 - E)(1 + S)(1 - 2u) < y (1 + E), and with S = 1e-12 > 2E + 2u that gives x < y. T keeps out what is so
 * small that doubles lose their relative precision: below it nothing is certain. Infinity and NaN compare as
 * false, so they are asked about too.
 *
 * A sale in whole numbers may be less than estimated by the part m of itself that comes with the estimate,
 * never more. With S + 1.2 m instead of S the same holds, as (1 + 1.2 m)(1 - m) >= 1 up to m = 1/6.
 */
const S = 1e-12
const T = 1e-280

/** Of the exact numbers behind these doubles, each within 4e-13, or less by `error` of itself: the first is below the second. Both not negative. */
export const isCertainlyBelow = (one: number, other: number, error = 0): boolean =>
  one * (1 + S + 1.2 * error) + T < other

export type QuietRange = {
  /** Down to it something fires. */
  stop: number
  /** Up to it something fires, arms or begins. */
  next: number
  /** An active trailing stop: what is left of the peak where it fires, and the peak so far. */
  trail: { keep: number; peak: number } | null
}

export const quietRange = (marks: PlanMarks, state: ExitState): QuietRange => {
  const { breakEven, trailing } = marks
  const step = marks.ladder[state.ladderDone] ?? Infinity
  const armed = state.breakEvenArmed
  const evened = armed && breakEven ? breakEven.stop : -Infinity
  const arms = !armed && breakEven ? breakEven.arm : Infinity
  const begins = trailing && state.peak === null ? trailing.activation : Infinity
  return {
    stop: Math.max(marks.stopLoss, evened),
    next: Math.min(marks.takeProfit, step, arms, begins),
    trail: trailing && state.peak ? { keep: trailing.keep, peak: state.peak.toNumber() } : null,
  }
}

/**
 * Whether the exact rule certainly neither fires nor changes anything at this sale price, the clock left
 * aside. `best` is the best sale price seen, also where the peak does not know of it yet; null where that
 * is this very price, so that it needs no keeping.
 */
export const isCertainlyQuiet = (
  { stop, next, trail }: QuietRange,
  sale: EstimatedPrice,
  best: EstimatedPrice | null,
): boolean => {
  const { price } = sale
  const error = best === null ? sale.error : Math.max(sale.error, best.error)
  if (!isCertainlyBelow(stop, price, error) || !isCertainlyBelow(price, next, error)) return false
  if (trail === null) return true
  const peak = Math.max(trail.peak, best === null ? price : best.price)
  return (
    isCertainlyBelow(peak * trail.keep, price, error) &&
    (best === null || isCertainlyBelow(price, peak, error))
  )
}
