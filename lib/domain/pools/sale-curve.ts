import type { PoolSnapshot, TransferTax } from './pool-snapshot'
import { saleKeeps } from './pool-fees'

/** A constant product as `sellValue` uses it, in doubles, with the dollars its quote is worth; NaN reserves for a curve. */
export type SaleCurve = {
  base: number
  quote: number
  /** What of an amount is left after a fee or a token's tax; the tax is never more than `most` base units. */
  keepIn: number
  keepOut: number
  taxIn: { keep: number; most: number }
  taxOut: { keep: number; most: number }
  usdPerQuoteUnit: number
  /** Quote units that can be paid out. */
  payable: number
  /** By how many base units of the output whole numbers make it less at most. */
  roundsDown: number
}

/** A price, and by which part of itself the exact one may be less. */
export type EstimatedPrice = { price: number; error: number }

const NO_TAX = { keep: 1, most: 0 }
const taxFrom = (tax: TransferTax | undefined) =>
  tax ? { keep: (10_000 - tax.bps) / 10_000, most: Number(tax.maximumRaw) } : NO_TAX

export const powersOfTen = Array.from({ length: 256 }, (_, exponent) => Number(`1e${exponent}`))

export const saleCurve = (pool: PoolSnapshot, quoteUsd: number): SaleCurve => {
  const keeps = saleKeeps(pool)
  return {
    base: pool.curve ? NaN : Number(pool.baseReserve),
    quote: Number(pool.quoteReserve),
    keepIn: keeps.in,
    keepOut: keeps.out,
    taxIn: taxFrom(pool.baseTax),
    taxOut: taxFrom(pool.quoteTax),
    usdPerQuoteUnit: quoteUsd / powersOfTen[pool.quoteDecimals]!,
    payable: pool.payable ? Number(pool.payable.quote) : Infinity,
    // At the swap, by the tax, and by each fee.
    roundsDown: 2 + keeps.roundsUp,
  }
}

/** Below it whole base units are too coarse to say anything. */
const FEW_UNITS = 100
/** Taxes that together leave less take the precision of doubles along. */
const LEAST_LEFT = 0.01
/** What is within this of all there is may be more, for all doubles know. */
const SURELY_PAID = 1 - 1e-9
const UNKNOWN: EstimatedPrice = { price: NaN, error: NaN }

/**
 * Dollars a token that selling `amount` base units in one go brings, without its whole numbers; NaN where
 * that cannot be told.
 *
 * Error. In real numbers the tax and the fee on the way in are each up to one base unit less than the
 * program takes, so at most two base units less are swapped. The rate there is at most quote / (base + given),
 * give or take a fiftieth for those two units, as `given` is above a hundred. Rounding down at the swap, and
 * the fees and the tax on the way out, take `roundsDown` base units of the output more at most. So the exact
 * output lies between out (1 - error) and out, so long as the pool can pay what is swapped. Doubles add a relative 5e-14 at most: some twenty roundings of
 * 1.1e-16, those before taxes that together leave a hundredth counted a hundred times.
 */
export const estimateSale = (curve: SaleCurve, amount: number, decimals: number): EstimatedPrice => {
  const taxed = untaxed(curve.taxIn, amount)
  const given = taxed * curve.keepIn
  const perUnit = curve.quote / (curve.base + given)
  const kept = given * perUnit * curve.keepOut
  const out = untaxed(curve.taxOut, kept)
  const error = (2.1 * perUnit + curve.roundsDown) / out
  const tells =
    given > FEW_UNITS &&
    out > FEW_UNITS &&
    taxed * out > amount * kept * LEAST_LEFT &&
    error < 0.1 &&
    given * perUnit < curve.payable * SURELY_PAID
  return tells ? { price: (out * curve.usdPerQuoteUnit) / (amount / powersOfTen[decimals]!), error } : UNKNOWN
}

const untaxed = ({ keep, most }: SaleCurve['taxIn'], amount: number): number =>
  Math.max(amount * keep, amount - most)
