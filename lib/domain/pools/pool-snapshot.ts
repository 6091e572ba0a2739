import type { Decimal } from '@/lib/domain/money/decimal'
import type { TransferFee } from '@/lib/domain/tokens/mint-account'

/** Hundredths of a percent, at most so many base units. */
export type TransferTax = Pick<TransferFee, 'bps' | 'maximumRaw'>

/**
 * A pool at one slot, seen from the token whose price is wanted: `base` is that token, `quote` what it is
 * priced in. Reserves are base units without the fees the vaults merely hold for others.
 */
export type PoolSnapshot = {
  address: string
  kind: 'constant-product'
  baseMint: string
  quoteMint: string
  baseDecimals: number
  quoteDecimals: number
  baseReserve: bigint
  quoteReserve: bigint
  /** Millionths of the input that stay in the pool. */
  tradeFeeMillionths: bigint
  /** A further fee for the pool's creator, taken from the side named; absent where there is none. */
  creatorFee?: { millionths: bigint; from: 'input' | 'base' | 'quote' }
  /** What a token of Token-2022 keeps of every transfer of itself; absent where it keeps nothing. */
  baseTax?: TransferTax
  quoteTax?: TransferTax
}

export type PoolQuote = {
  /** Base units received; 0 where the program would refuse the swap. */
  outputRaw: bigint
  /** All fees in base units of the input token; a fee taken from the output is converted at the swap's own rate. */
  feeRaw: bigint
  /** What the tokens' own taxes keep on the way in and out, in base units of the input token. */
  taxRaw: bigint
  /** Loss to the pool's depth in percent of the amount after fees, 0 to 100; fees are not in it. */
  priceImpactPct: Decimal
}
