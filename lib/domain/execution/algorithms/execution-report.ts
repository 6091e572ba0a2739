import { type Decimal, decimal } from '../../money/decimal'
import { priceOf } from '../../positions/fills'

/** The market when an order's first slice began. Base units as decimal text, for JSON; prices in dollars a token. */
export type Arrival = {
  at: string
  /** Between buying and selling, before any impact; null where no pool could be read. */
  priceUsd: string | null
  /** What the best venue offered for the whole order at once; null where none answered. */
  market: { venue: string; inputRaw: string; outputRaw: string } | null
}

/** Base units. */
export type Exchanged = { tokenRaw: bigint; quoteRaw: bigint }

/** Hundredths of a percent. */
export type ExecutionReport = {
  realizedPriceUsd: Decimal
  /** By how much worse than the arrival price it was: impact, fees and drift together. */
  overArrivalBps: Decimal | null
  /** By how much better than the market order it replaced; below zero it was worse. Price only, as the quote is. */
  savedBps: Decimal | null
}

const BPS = decimal('10000')

/**
 * Null before anything was exchanged. `shortfall = realised / benchmark - 1` of a purchase, of a sale with its sign
 * turned, as in Perold, "The Implementation Shortfall" (1988).
 */
export const executionReport = (
  side: 'BUY' | 'SELL',
  { tokenRaw, quoteRaw }: Exchanged,
  arrival: Arrival | null,
  decimals: number,
): ExecutionReport | null => {
  if (tokenRaw === 0n || quoteRaw === 0n) return null
  const realized = priceOf(quoteRaw, tokenRaw, decimals)
  const over = (benchmark: Decimal) => {
    const shortfall = realized.div(benchmark).minus(1).mul(BPS)
    return side === 'BUY' ? shortfall : shortfall.neg()
  }
  const market = arrival?.market && priceOfQuote(side, arrival.market, decimals)
  return {
    realizedPriceUsd: realized,
    overArrivalBps: arrival?.priceUsd ? over(decimal(arrival.priceUsd)) : null,
    savedBps: market ? over(market).neg() : null,
  }
}

const priceOfQuote = (
  side: 'BUY' | 'SELL',
  { inputRaw, outputRaw }: NonNullable<Arrival['market']>,
  decimals: number,
): Decimal => {
  const [quote, token] = side === 'BUY' ? [inputRaw, outputRaw] : [outputRaw, inputRaw]
  return priceOf(BigInt(quote), BigInt(token), decimals)
}
