import { type Decimal, decimal } from '../money/decimal'
import type { CurveSegment, LiquidityCurve, PoolSnapshot } from './pool-snapshot'

/** Square-root prices from low to high, with the liquidity between them; in doubles, as only shares come of them. */
type Stretch = { low: number; high: number; liquidity: number }

/** How far below its price a pool is asked what it can pay: a square root of 0.8, so a fall of a fifth. */
const NEAR = Math.sqrt(0.8)
/** Less than this of what is known of a pool at both times says nothing of the rest. */
const LEAST_OVERLAP = 0.25
/** Digits that doubles have right here: what is all there is 1. */
const ROUNDED = 9

const stretchesFrom = (sqrtPrice: bigint, segments: readonly CurveSegment[]): Stretch[] => {
  let at = Number(sqrtPrice)
  return segments.map(({ to, liquidity }) => {
    const ends = [at, Number(to)].sort((one, other) => one - other)
    at = Number(to)
    return { low: ends[0]!, high: ends[1]!, liquidity: Number(liquidity) }
  })
}

/** Where a sale goes: what pays for it. */
const saleSide = ({ sqrtPrice, baseIsFirst, down, up }: LiquidityCurve): Stretch[] =>
  stretchesFrom(sqrtPrice, baseIsFirst ? down : up)

const bothSides = ({ sqrtPrice, down, up }: LiquidityCurve): Stretch[] => [
  ...stretchesFrom(sqrtPrice, down),
  ...stretchesFrom(sqrtPrice, up),
]

/** What the stretches hold of the quote between two square-root prices, were the price at the end where that is most. */
const quoteWithin = (
  stretches: readonly Stretch[],
  quoteIsFirst: boolean,
  from: number,
  to: number,
): number =>
  stretches.reduce((sum, { low, high, liquidity }) => {
    const [a, b] = [Math.max(low, from), Math.min(high, to)]
    if (a >= b) return sum
    return sum + liquidity * (quoteIsFirst ? 1 / a - 1 / b : b - a)
  }, 0)

const endsOf = (stretches: readonly Stretch[]): [low: number, high: number] => [
  Math.min(...stretches.map(({ low }) => low)),
  Math.max(...stretches.map(({ high }) => high)),
]

/** What a sale down to `NEAR` pays. */
const paidNear = (curve: LiquidityCurve): number => {
  const at = Number(curve.sqrtPrice)
  const [from, to] = curve.baseIsFirst ? [at * NEAR, at] : [at, at / NEAR]
  return quoteWithin(saleSide(curve), !curve.baseIsFirst, from, to)
}

/**
 * Along a curve. Swaps move the price and leave the liquidity at each price as it is, so what is compared is the
 * liquidity that paid for sales then, as far as its prices are known now too. Providers that follow the price leave
 * those empty and the present price deep; whoever takes a pool's liquidity leaves neither: the larger share of the
 * two is what is left.
 */
const leftAlong = (then: LiquidityCurve, now: LiquidityCurve): number | null => {
  const [before, after] = [saleSide(then), bothSides(now)]
  const [from, to] = endsOf(after)
  const within = (stretches: readonly Stretch[], low: number, high: number) =>
    quoteWithin(stretches, !then.baseIsFirst, low, high)
  const [lowest, highest] = endsOf(before)
  const [low, high] = [Math.max(from, lowest), Math.min(to, highest)]
  const [shared, near] = [within(before, low, high), paidNear(then)]
  if (!(shared > within(before, lowest, highest) * LEAST_OVERLAP) || near === 0) return null
  return Math.max(within(after, low, high) / shared, paidNear(now) / near)
}

/** A constant product, or a curve of one stretch to each side, which holds at every price it knows. */
const isUniform = ({ curve }: PoolSnapshot): boolean => !curve || curve.down.length + curve.up.length <= 2

const product = ({ baseReserve, quoteReserve }: PoolSnapshot): Decimal =>
  decimal(baseReserve * quoteReserve).sqrt()

/**
 * How much of a pool's liquidity is left, whatever was swapped between: 1 is all, more where some came. The square
 * root of the product of the reserves where one liquidity holds at every price. null: it cannot be told.
 */
export const liquidityLeft = (then: PoolSnapshot, now: PoolSnapshot): Decimal | null => {
  if (isUniform(then) && isUniform(now)) {
    const before = product(then)
    return before.isZero() ? null : product(now).div(before)
  }
  if (!then.curve || !now.curve) return null
  const left = leftAlong(then.curve, now.curve)
  return left === null ? null : decimal(left.toPrecision(ROUNDED))
}
