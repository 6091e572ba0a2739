import { type Decimal, decimal } from '../money/decimal'
import { type UrgentOrder, urgencyOf } from './priority-fee'

/** Dollars from which a tip is no noticeable part of a trade: 0.0001 SOL are some 0.006 % of it at most. */
const LEAST_TRADE_USD = decimal('250')
const TIP_LAMPORTS = 100_000n

/** From here on an order must get out: it pays every node that may take it, not one that may not. */
const TOO_URGENT = 0.8

/**
 * Whether an order may tip instead of paying a priority fee. The tip does not grow, and where Jito does not take the
 * transaction the nodes see one that pays nothing; so it is for the first try of what can wait.
 */
export const mayTip = (order: UrgentOrder): boolean => order.failures === 0 && urgencyOf(order) < TOO_URGENT

/** Lamports that buy a trade of this size a way past the public queue; null where it is not worth them. */
export const tipFor = (tradeUsd: Decimal | null): bigint | null =>
  tradeUsd !== null && tradeUsd.greaterThanOrEqualTo(LEAST_TRADE_USD) ? TIP_LAMPORTS : null
