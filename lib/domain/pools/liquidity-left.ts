import type { CurveSegment, LiquidityCurve, PoolSnapshot } from './pool-snapshot'

/** Square-root prices from low to high, with the liquidity between them; in doubles, as only shares come of them. */
type Stretch = { low: number; high: number; liquidity: number }

/** A pool's liquidity as far as it is known, made once to be compared with many. */
export type LiquidityProfile =
  | { kind: 'product'; depth: number }
  | {
      kind: 'curve'
      quoteIsFirst: boolean
      all: readonly Stretch[]
      /** Square-root prices between which all of it is known. */
      known: readonly [from: number, to: number]
      /** A fall of a fifth from the price, and what sales would be paid on the way. */
      fall: readonly [from: number, to: number]
      pays: number
    }
type CurveProfile = Extract<LiquidityProfile, { kind: 'curve' }>

/** The square root of four fifths. */
const FALL = Math.sqrt(0.8)
/** Less than this of what paid for a fall says nothing of the rest. */
const LEAST_SHARED = 0.25

const stretchesFrom = (sqrtPrice: bigint, segments: readonly CurveSegment[]): Stretch[] => {
  let at = Number(sqrtPrice)
  return segments.map(({ to, liquidity }) => {
    const [from, end] = [at, Number(to)]
    at = end
    return { low: Math.min(from, end), high: Math.max(from, end), liquidity: Number(liquidity) }
  })
}

/** What the stretches hold of the quote between two square-root prices, were the price at the end where that is most. */
const quoteWithin = (
  stretches: readonly Stretch[],
  quoteIsFirst: boolean,
  from: number,
  to: number,
): number => {
  let sum = 0
  for (const { low, high, liquidity } of stretches) {
    const [a, b] = [Math.max(low, from), Math.min(high, to)]
    if (a < b) sum += liquidity * (quoteIsFirst ? 1 / a - 1 / b : b - a)
  }
  return sum
}

const curveProfile = ({ sqrtPrice, baseIsFirst, down, up, complete }: LiquidityCurve): CurveProfile => {
  const at = Number(sqrtPrice)
  const [below, above] = [stretchesFrom(sqrtPrice, down), stretchesFrom(sqrtPrice, up)]
  const fall = baseIsFirst ? ([at * FALL, at] as const) : ([at, at / FALL] as const)
  return {
    kind: 'curve',
    quoteIsFirst: !baseIsFirst,
    all: [...below, ...above],
    known: [
      complete?.down ? 0 : (below.at(-1)?.low ?? at),
      complete?.up ? Infinity : (above.at(-1)?.high ?? at),
    ],
    fall,
    pays: quoteWithin(baseIsFirst ? below : above, !baseIsFirst, ...fall),
  }
}

export const liquidityProfile = ({ curve, baseReserve, quoteReserve }: PoolSnapshot): LiquidityProfile =>
  curve
    ? curveProfile(curve)
    : { kind: 'product', depth: Math.sqrt(Number(baseReserve)) * Math.sqrt(Number(quoteReserve)) }

/**
 * Swaps move the price along a curve and leave the liquidity at each price as it is, so what is compared is the
 * liquidity that would have paid for a fall of a fifth then, as far as its prices are known now too. Providers that
 * follow the price leave those empty and the present price deep; whoever takes a pool's liquidity leaves neither: the
 * larger share of the two is what is left.
 */
const leftAlong = (then: CurveProfile, now: CurveProfile): number | null => {
  const [from, to] = [Math.max(then.fall[0], now.known[0]), Math.min(then.fall[1], now.known[1])]
  const shared = quoteWithin(then.all, then.quoteIsFirst, from, to)
  if (!(shared > then.pays * LEAST_SHARED)) return null
  const there = quoteWithin(now.all, then.quoteIsFirst, from, to)
  return Math.max(there / shared, now.pays / then.pays)
}

/**
 * How much of a pool's liquidity is left, whatever was swapped between: 1 is all, more where some came. The square
 * root of the product of the reserves where one liquidity holds at every price. null: it cannot be told.
 */
export const liquidityLeft = (then: LiquidityProfile, now: LiquidityProfile): number | null => {
  const left =
    then.kind === 'curve'
      ? now.kind === 'curve'
        ? leftAlong(then, now)
        : null
      : now.kind === 'product' && then.depth > 0
        ? now.depth / then.depth
        : null
  // Digits that doubles have right here: what is all there is 1.
  return left === null ? null : Number(left.toPrecision(9))
}
