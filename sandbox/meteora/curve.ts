/**
 * Meteora's curve of constant liquidity in Q64.64 square root price, for an exact input: DBC's `curve.rs` and
 * `state/virtual_pool.rs`, DAMM v2's `liquidity_handler/concentrated_liquidity.rs`, both with the same rounding.
 */
export type CurveState = {
  sqrtPrice: bigint
  liquidity: bigint
  /** What the price can fall and rise to. */
  lower: bigint
  upper: bigint
  /** Billionths of the quote side. */
  feeNumerator: bigint
}

export const FEE_NUMERATOR_UNIT = 1_000_000_000n
const Q128 = 1n << 128n
const MAX_U64 = (1n << 64n) - 1n

const ceilDivide = (numerator: bigint, denominator: bigint): bigint =>
  (numerator + denominator - 1n) / denominator

/** Quote base units between two prices. */
export const deltaQuote = (lower: bigint, upper: bigint, liquidity: bigint, roundUp: boolean): bigint => {
  const product = liquidity * (upper - lower)
  return roundUp ? ceilDivide(product, Q128) : product / Q128
}

/** Base token base units between two prices. */
export const deltaBase = (lower: bigint, upper: bigint, liquidity: bigint, roundUp: boolean): bigint => {
  const product = liquidity * (upper - lower)
  return roundUp ? ceilDivide(product, lower * upper) : product / (lower * upper)
}

export const feeOn = (amount: bigint, numerator: bigint): bigint =>
  ceilDivide(amount * numerator, FEE_NUMERATOR_UNIT)

/** `fee` is in quote base units; `spent` is the input that reaches the curve. */
export type CurveSwap = { out: bigint; fee: bigint; sqrtPrice: bigint; spent: bigint }

/** null where the program refuses: nothing comes out, or the input goes beyond the end of the curve. */
export const swapBase = (state: CurveState, amountIn: bigint): CurveSwap | null => {
  const { sqrtPrice, liquidity } = state
  if (amountIn <= 0n || amountIn > MAX_U64) return null
  const next = ceilDivide(liquidity * sqrtPrice, liquidity + amountIn * sqrtPrice)
  if (next < state.lower) return null
  const gross = deltaQuote(next, sqrtPrice, liquidity, false)
  const fee = feeOn(gross, state.feeNumerator)
  return gross - fee <= 0n ? null : { out: gross - fee, fee, sqrtPrice: next, spent: amountIn }
}

export const swapQuote = (state: CurveState, amountIn: bigint): CurveSwap | null => {
  const { sqrtPrice, liquidity, upper } = state
  if (amountIn <= 0n || amountIn > MAX_U64) return null
  const fee = feeOn(amountIn, state.feeNumerator)
  const spent = amountIn - fee
  const most = deltaQuote(sqrtPrice, upper, liquidity, true)
  if (spent <= 0n || spent > most) return null
  const next = spent === most ? upper : sqrtPrice + (spent * Q128) / liquidity
  if (next > upper) return null
  const out = deltaBase(sqrtPrice, next, liquidity, false)
  return out <= 0n ? null : { out, fee, sqrtPrice: next, spent }
}

/** The least input that takes the price to the end of the curve, fee included. */
export const inputToEnd = (state: CurveState): bigint => {
  const spent = deltaQuote(state.sqrtPrice, state.upper, state.liquidity, true)
  let amount = ceilDivide(spent * FEE_NUMERATOR_UNIT, FEE_NUMERATOR_UNIT - state.feeNumerator)
  while (amount > 0n && amount - feeOn(amount, state.feeNumerator) > spent) amount -= 1n
  return amount
}

/** Floor of the square root. */
export const squareRoot = (value: bigint): bigint => {
  if (value < 2n) return value
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + value / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
