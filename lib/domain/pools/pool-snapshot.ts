import type { Decimal } from '@/lib/domain/money/decimal'
import type { TransferFee } from '@/lib/domain/tokens/mint-account'

/** Hundredths of a percent, at most so many base units. */
export type TransferTax = Pick<TransferFee, 'bps' | 'maximumRaw'>

/** A stretch of prices, from the one before it (or the pool's own) to `to`, with one liquidity. */
export type CurveSegment = {
  /** Q64.64 square root of a price, as in `LiquidityCurve`. */
  to: bigint
  /** Square root of the product of both sides, in units of 2^-64. */
  liquidity: bigint
  /** Of this stretch, where fees grow with the way a swap goes; else the pool's `tradeFeeMillionths`. */
  feeMillionths?: bigint
}

/** Liquidity by price. What lies beyond the last segment is no liquidity: there may be more, never less. */
export type LiquidityCurve = {
  /** Q64.64 square root of how many base units of the pool's second token one of its first costs. */
  sqrtPrice: bigint
  /** Whether `base` is the pool's first token, so that a sale lowers the price. */
  baseIsFirst: boolean
  /** Segments below the price and above it, nearest first. Each is a step of the program's own, with its rounding. */
  down: readonly CurveSegment[]
  up: readonly CurveSegment[]
  /** Sides beyond whose last segment there is certainly nothing; elsewhere nothing is known of what lies there. */
  complete?: { down: boolean; up: boolean }
  /** The token its fee is taken in, whichever way the swap goes; absent: the one that comes in. */
  feeIn?: 'first' | 'second'
}

/**
 * A pool at one slot, seen from the token whose price is wanted: `base` is that token, `quote` what it is
 * priced in. Reserves are base units without the fees the vaults merely hold for others; where an AMM prices
 * with more than it holds they are virtual: the constant product that holds at this price.
 */
export type PoolSnapshot = {
  address: string
  /** Of a `liquidity-curve` the reserves say what holds at this price, `curve` how far. */
  kind: 'constant-product' | 'liquidity-curve'
  baseMint: string
  quoteMint: string
  baseDecimals: number
  quoteDecimals: number
  baseReserve: bigint
  quoteReserve: bigint
  /** Millionths of the input that stay in the pool; along a curve taken at each step. */
  tradeFeeMillionths: bigint
  /** A further fee for the pool's creator, taken from the side named; absent where there is none. */
  creatorFee?: { millionths: bigint; from: 'input' | 'base' | 'quote' }
  /** One fee for all, taken once from the side named; `purchase` where one may pay more. */
  sideFee?: { billionths: bigint; from: 'output' | 'base' | 'quote'; purchase?: bigint }
  /** Fees of pump.fun's programs in basis points, each rounded up by itself: from what a sale brings, on top of what a purchase swaps. */
  quoteFees?: { bps: readonly bigint[]; program: 'pump-swap' | 'pump-curve' }
  /** Base units that can be paid out, where reserves are virtual. */
  payable?: { base: bigint; quote: bigint }
  curve?: LiquidityCurve
  /** What a token of Token-2022 keeps of every transfer of itself; absent where it keeps nothing. */
  baseTax?: TransferTax
  quoteTax?: TransferTax
}

export type PoolQuote = {
  /** Base units received; 0 where the program would refuse the swap. Beyond what is known of a curve the rest of the input brings nothing. */
  outputRaw: bigint
  /** All fees in base units of the input token; a fee taken from the output is converted at the swap's own rate. */
  feeRaw: bigint
  /** What the tokens' own taxes keep on the way in and out, in base units of the input token. */
  taxRaw: bigint
  /** Loss to the pool's depth in percent of the amount after fees, 0 to 100; fees are not in it. */
  priceImpactPct: Decimal
}
