import type { Decimal } from '@/lib/domain/money/decimal'

/** The best sale of a trailing stop: dollars a token, and the base units that were held when it was measured. */
export type Peak = { price: Decimal; amountRaw: bigint }

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other)

/**
 * Of two peaks of one position the one that says more of the `heldRaw` base units it holds: first that of the larger
 * amount, as far as it is held, because what was measured for less is too high; then the higher one.
 */
export const betterPeak = (one: Peak | null, other: Peak | null, heldRaw: bigint): Peak | null => {
  if (!one || !other) return one ?? other
  const [first, second] = [least(one.amountRaw, heldRaw), least(other.amountRaw, heldRaw)]
  if (first !== second) return first > second ? one : other
  return one.price.gte(other.price) ? one : other
}

/**
 * A sale of more brings less a token, so a peak that was measured before a lot was added lies too high. `before` and
 * `now` are what a token brings in one and the same pool when that amount, and when all that is held, is sold: the
 * peak falls by as much, so that how far the price has fallen from it stays what it was. It never rises.
 */
export const comparablePeak = (peak: Decimal, before: Decimal, now: Decimal): Decimal =>
  now.lt(before) ? peak.mul(now).div(before) : peak
