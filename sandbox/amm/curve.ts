export const FEE_DENOMINATOR = 1_000_000n
const MAX_U64 = (1n << 64n) - 1n

const ceilDivide = (numerator: bigint, denominator: bigint): bigint =>
  (numerator + denominator - 1n) / denominator

type CurveResult = { out: bigint; fee: bigint }

/**
 * Raydium CP-Swap's rule for an exact input (curve/calculator.rs and curve/constant_product.rs): the fee is rounded
 * up and stays in the pool, the output is rounded down. `feeRate` is in millionths. An output of 0 means that the
 * program refuses the swap.
 */
export const constantProduct = (
  reserveIn: bigint,
  reserveOut: bigint,
  amountIn: bigint,
  feeRate: bigint,
): CurveResult => {
  const fee = ceilDivide(amountIn * feeRate, FEE_DENOMINATOR)
  const effective = amountIn - fee
  if (effective <= 0n || reserveIn + amountIn > MAX_U64) return { out: 0n, fee }
  return { out: (effective * reserveOut) / (reserveIn + effective), fee }
}

/** The least output that Jupiter's program accepts: the quote less the slippage, rounded up. */
export const minimumOut = (quotedOut: bigint, slippageBps: number): bigint =>
  ceilDivide(quotedOut * BigInt(10_000 - slippageBps), 10_000n)
