/**
 * Fees of Meteora's DAMM v2 and Dynamic Bonding Curve, in billionths. Sources: MeteoraAg/damm-v2 at a3d3827,
 * programs/cp-amm/src/{math/fee_math.rs,base_fee/*.rs,state/fee.rs}; MeteoraAg/dynamic-bonding-curve at b4f9547,
 * programs/dynamic-bonding-curve/src/{math/fee_math.rs,base_fee/*.rs,state/config.rs}.
 */

export const FEE_DENOMINATOR = 1_000_000_000n
const BPS = 10_000n
const ONE = 1n << 64n

/** A fee that begins at `cliff` and falls by steps: by `reduction` billionths, or by as many basis points of itself. */
export type FeeSteps = { cliff: bigint; steps: bigint; reduction: bigint; exponential: boolean }

/** In Q64.64, each product rounded down as the program does. */
const power = (base: bigint, exponent: bigint): bigint => {
  let [result, square] = [ONE, base]
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) >> 64n
    square = (square * square) >> 64n
  }
  return result
}

export const feeAfter = ({ cliff, steps, reduction, exponential }: FeeSteps, passed: bigint): bigint => {
  const taken = passed < steps ? passed : steps
  if (reduction === 0n) return cliff
  if (exponential) return (power(ONE - (reduction << 64n) / BPS, taken) * cliff) >> 64n
  return cliff > reduction * taken ? cliff - reduction * taken : 0n
}

/** Steps of a fee that falls with time. */
export const stepsByTime = (point: bigint, activation: bigint, frequency: bigint): bigint =>
  frequency === 0n || point < activation ? 0n : (point - activation) / frequency

/** Steps of a fee that falls as the price rises above the first one, by `stepBps` of it each. */
export const stepsByPrice = (sqrtPrice: bigint, first: bigint, stepBps: bigint): bigint =>
  sqrtPrice <= first || first === 0n || stepBps === 0n ? 0n : ((sqrtPrice - first) * BPS) / first / stepBps

/** What the last swaps' moves add, rounded up. It counts as it stands: a swap changes it for the next one only. */
export const variableFee = (volatility: bigint, binStep: bigint, control: bigint): bigint =>
  ((volatility * binStep) ** 2n * control + 99_999_999_999n) / 100_000_000_000n
