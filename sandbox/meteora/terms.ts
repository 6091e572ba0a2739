import { WRAPPED_SOL } from '../amm/addresses'
import { MAX_SQRT_PRICE, MIN_SQRT_PRICE, type LaunchTerms } from './accounts'
import { deltaBase, deltaQuote, squareRoot } from './curve'

/** 1 % on every trade, before and after graduation. */
export const LAUNCH_FEE_NUMERATOR = 10_000_000n
export const LAUNCH_DECIMALS = 9
export const LAUNCH_SUPPLY = 1_000_000_000n * 10n ** BigInt(LAUNCH_DECIMALS)

/**
 * Lamports that graduate a launch: 400 SOL, about five times of what is usual, so that trades of a few hundred
 * dollars do not sweep a launch away.
 */
const QUOTE_THRESHOLD = 400n * 10n ** 9n
/** A price sixteen times the first one ends the curve, with four fifths of the supply sold. */
const CURVE_SUPPLY = (LAUNCH_SUPPLY * 4n) / 5n

const Q128 = 1n << 128n

const terms = (): LaunchTerms => {
  // Of a constant product between prices p and 16p: quote / base sold is the geometric mean of both prices.
  const middle = squareRoot((QUOTE_THRESHOLD << 128n) / CURVE_SUPPLY)
  const [sqrtStart, sqrtEnd] = [middle / 2n, middle * 2n]
  const liquidity = (QUOTE_THRESHOLD * Q128) / (sqrtEnd - sqrtStart)
  const sold = deltaBase(sqrtStart, sqrtEnd, liquidity, true)
  return {
    ...{ quoteMint: WRAPPED_SOL, feeNumerator: LAUNCH_FEE_NUMERATOR, decimals: LAUNCH_DECIMALS },
    ...{ supply: LAUNCH_SUPPLY, sqrtStart, sqrtEnd, liquidity },
    quoteThreshold: deltaQuote(sqrtStart, sqrtEnd, liquidity, true),
    baseThreshold: LAUNCH_SUPPLY - sold,
  }
}

export const launchTerms: LaunchTerms = terms()

/** The most liquidity over the whole range of prices that the two amounts allow, and what of them it takes. */
export const dammLiquidity = (
  sqrtPrice: bigint,
  base: bigint,
  quote: bigint,
): { liquidity: bigint; amountA: bigint; amountB: bigint } => {
  const byQuote = (quote * Q128) / (sqrtPrice - MIN_SQRT_PRICE)
  const byBase = (base * sqrtPrice * MAX_SQRT_PRICE) / (MAX_SQRT_PRICE - sqrtPrice)
  const liquidity = byQuote < byBase ? byQuote : byBase
  return {
    liquidity,
    amountA: deltaBase(sqrtPrice, MAX_SQRT_PRICE, liquidity, true),
    amountB: deltaQuote(MIN_SQRT_PRICE, sqrtPrice, liquidity, true),
  }
}
