import { type Decimal, decimal } from '../money/decimal'

/** Dollars from which a tip is no noticeable part of a trade: 0.0001 SOL are some 0.006 % of it at most. */
const LEAST_TRADE_USD = decimal('250')
const TIP_LAMPORTS = 100_000n

/** Lamports that buy a trade of this size a way past the public queue; null where it is not worth them. */
export const tipFor = (tradeUsd: Decimal | null): bigint | null =>
  tradeUsd !== null && tradeUsd.greaterThanOrEqualTo(LEAST_TRADE_USD) ? TIP_LAMPORTS : null
