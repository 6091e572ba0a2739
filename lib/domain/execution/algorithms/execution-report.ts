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

export type Bought = { inputRaw: bigint; outputRaw: bigint }

/** Hundredths of a percent. */
export type ExecutionReport = {
  realizedPriceUsd: Decimal
  /** By how much more than the arrival price a token cost; impact, fees and drift together. */
  overArrivalBps: Decimal | null
  /** By how much cheaper than the market order it replaced; below zero it was dearer. Price only, as the quote is. */
  savedBps: Decimal | null
}

const BPS = decimal('10000')

/** Null before anything was bought. `shortfall = realised / benchmark - 1`, as in Perold, "The Implementation Shortfall" (1988). */
export const executionReport = (
  { inputRaw, outputRaw }: Bought,
  arrival: Arrival | null,
  decimals: number,
): ExecutionReport | null => {
  if (inputRaw === 0n || outputRaw === 0n) return null
  const realized = priceOf(inputRaw, outputRaw, decimals)
  const over = (benchmark: Decimal) => realized.div(benchmark).minus(1).mul(BPS)
  const market =
    arrival?.market && priceOf(BigInt(arrival.market.inputRaw), BigInt(arrival.market.outputRaw), decimals)
  return {
    realizedPriceUsd: realized,
    overArrivalBps: arrival?.priceUsd ? over(decimal(arrival.priceUsd)) : null,
    savedBps: market ? over(market).neg() : null,
  }
}
