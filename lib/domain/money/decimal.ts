import DecimalJs from 'decimal.js'

/**
 * Exact decimals for prices and ratios. 80 significant digits hold the product of any two
 * on-chain amounts (u64 * u64 has 39); only division and roots round, half-up unless named.
 */
export const Decimal = DecimalJs.clone({
  precision: 80,
  rounding: DecimalJs.ROUND_HALF_UP,
  toExpNeg: -9e15,
  toExpPos: 9e15,
})
export type Decimal = DecimalJs

export type DecimalInput = string | bigint | Decimal

/** From text, base units or another decimal. Never from a float: `0.1 + 0.2` must not enter the books. */
export const decimal = (value: DecimalInput): Decimal =>
  new Decimal(typeof value === 'bigint' ? value.toString() : value)

export const ZERO = decimal('0')
export const ONE = decimal('1')
export const HUNDRED = decimal('100')

/** Plain notation without exponent or trailing zeros, for JSON and Postgres. */
export const decimalString = (value: Decimal): string => value.toFixed()

/** At most `places` decimals, rounded half-up, trailing zeros removed. */
export const roundedString = (value: Decimal, places: number): string =>
  value.toDecimalPlaces(places, Decimal.ROUND_HALF_UP).toFixed()
