import type { PoolSnapshot, TransferTax } from './pool-snapshot'
import { feesFor } from './constant-product'

/** A pool as `sellValue` uses it, in doubles, with the dollars its quote is worth. */
export type SaleCurve = {
  base: number
  quote: number
  /** What of an amount is left after a fee or a token's tax; the tax is never more than `most` base units. */
  keepIn: number
  keepOut: number
  taxIn: { keep: number; most: number }
  taxOut: { keep: number; most: number }
  usdPerQuoteUnit: number
}

/** A price, and by which part of itself the exact one may be less. */
export type EstimatedPrice = { price: number; error: number }

const NO_TAX = { keep: 1, most: 0 }
const taxFrom = (tax: TransferTax | undefined) =>
  tax ? { keep: (10_000 - tax.bps) / 10_000, most: Number(tax.maximumRaw) } : NO_TAX

export const powersOfTen = Array.from({ length: 256 }, (_, exponent) => Number(`1e${exponent}`))

export const saleCurve = (pool: PoolSnapshot, quoteUsd: number): SaleCurve => {
  const { onInput, onOutput } = feesFor(pool, true)
  return {
    base: Number(pool.baseReserve),
    quote: Number(pool.quoteReserve),
    keepIn: (1e6 - Number(onInput)) / 1e6,
    keepOut: (1e6 - Number(onOutput)) / 1e6,
    taxIn: taxFrom(pool.baseTax),
    taxOut: taxFrom(pool.quoteTax),
    usdPerQuoteUnit: quoteUsd / powersOfTen[pool.quoteDecimals]!,
  }
}

/** Below it whole base units are too coarse to say anything. */
const FEW_UNITS = 100
/** Taxes that together leave less take the precision of doubles along. */
const LEAST_LEFT = 0.01
const UNKNOWN: EstimatedPrice = { price: NaN, error: NaN }

/**
 * Dollars a token that selling `amount` base units in one go brings, without its whole numbers; NaN where
 * that cannot be told.
 *
 * Error. In real numbers the tax and the fee on the way in are each up to one base unit less than the
 * program takes, so at most two base units less are swapped. The rate there is at most quote / (base + given),
 * give or take a fiftieth for those two units, as `given` is above a hundred. Rounding down at the swap, and
 * the fee and the tax on the way out, take three base units of the output more at most. So the exact output
 * lies between out (1 - error) and out. Doubles add a relative 5e-14 at most: some twenty roundings of
 * 1.1e-16, those before taxes that together leave a hundredth counted a hundred times.
 */
export const estimateSale = (curve: SaleCurve, amount: number, decimals: number): EstimatedPrice => {
  const taxed = untaxed(curve.taxIn, amount)
  const given = taxed * curve.keepIn
  const perUnit = curve.quote / (curve.base + given)
  const kept = given * perUnit * curve.keepOut
  const out = untaxed(curve.taxOut, kept)
  const error = (2.1 * perUnit + 3) / out
  const tells =
    given > FEW_UNITS && out > FEW_UNITS && taxed * out > amount * kept * LEAST_LEFT && error < 0.1
  return tells ? { price: (out * curve.usdPerQuoteUnit) / (amount / powersOfTen[decimals]!), error } : UNKNOWN
}

const untaxed = ({ keep, most }: SaleCurve['taxIn'], amount: number): number =>
  Math.max(amount * keep, amount - most)
