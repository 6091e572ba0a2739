import { ONE } from '@/lib/domain/money/decimal'
import { sellValue } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import type { ExitLevels, ExitState } from './exit-plan'

/**
 * The sale prices between which the exact rule certainly does nothing, in doubles: most positions a tick
 * names are let go by a few comparisons instead of exact decimals. In doubt the exact rule is asked;
 * nothing ever fires here.
 *
 * Error. Let u = 2^-53. A decimal or a bigint becomes a double with a relative error of u at most, and each
 * operation adds u. A sale price has three conversions, two powers of ten and four operations: 9u. A
 * trailing stop is such a price times (1 - distance): 11u. The exact side rounds to 80 digits. So all
 * doubles compared here lie within E = 2e-15 of their exact values x = x'(1 + e), |e| < E. If
 * x'(1 + S) + T < y' holds in doubles (2u more), then x (1 - E)(1 + S)(1 - 2u) < y (1 + E), and with
 * S = 1e-12 > 3E + 2u that gives x < y. T keeps out what is so small that doubles lose their relative
 * precision: below it nothing is certain. Infinity and NaN compare as false, so they are asked about too.
 */
const S = 1e-12
const T = 1e-280

/** Of the exact numbers behind these doubles, each within 2e-15: the first is below the second. Both not negative. */
export const isCertainlyBelow = (one: number, other: number): boolean => one * (1 + S) + T < other

export type QuietRange = {
  /** Down to it something fires. */
  stop: number
  /** Up to it something fires, arms or begins. */
  next: number
  /** An active trailing stop: what is left of the peak where it fires, and the peak so far. */
  trail: { keep: number; peak: number } | null
}

export const quietRange = (levels: ExitLevels, state: ExitState): QuietRange => {
  const { breakEven, trailing } = levels
  const step = levels.ladder[state.ladderDone]
  const armed = state.breakEvenArmed
  const evened = armed && breakEven ? breakEven.stop.toNumber() : -Infinity
  const arms = !armed && breakEven ? breakEven.arm.toNumber() : Infinity
  const begins = trailing && state.peak === null ? trailing.activation.toNumber() : Infinity
  return {
    stop: Math.max(levels.stopLoss.toNumber(), evened),
    next: Math.min(levels.takeProfit.toNumber(), step ? step.at.toNumber() : Infinity, arms, begins),
    trail:
      trailing && state.peak
        ? { keep: ONE.minus(trailing.distance).toNumber(), peak: state.peak.toNumber() }
        : null,
  }
}

/**
 * Whether the exact rule certainly neither fires nor changes anything at this sale price, the clock left
 * aside. `best` is the best sale price seen, also where the peak does not know of it yet; null where that
 * is this very price, so that it needs no keeping.
 */
export const isCertainlyQuiet = (
  { stop, next, trail }: QuietRange,
  price: number,
  best: number | null,
): boolean => {
  if (!isCertainlyBelow(stop, price) || !isCertainlyBelow(price, next)) return false
  if (trail === null) return true
  const peak = Math.max(trail.peak, best ?? price)
  return isCertainlyBelow(peak * trail.keep, price) && (best === null || isCertainlyBelow(price, peak))
}

const powers = Array.from({ length: 256 }, (_, exponent) => Number(`1e${exponent}`))

/**
 * Dollars a token that selling `amountRaw` in one go brings, within 9u of the exact price: base units are
 * worked out exactly, only what becomes of them is in doubles. `quoteUsd` is a decimal turned double.
 */
export const salePriceInDoubles = (
  pool: PoolSnapshot,
  quoteUsd: number,
  amountRaw: bigint,
  decimals: number,
): number =>
  ((Number(sellValue(pool, amountRaw)) / powers[pool.quoteDecimals]!) * quoteUsd) /
  (Number(amountRaw) / powers[decimals]!)
