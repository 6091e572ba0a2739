import { Decimal, decimal, type DecimalInput } from './decimal'

type Brand<T, B extends string> = T & { readonly __unit?: B }

/** 1 SOL = 10^9 lamports. */
export type Lamports = Brand<bigint, 'Lamports'>
/** Base units of a token, as the chain counts them; meaningless without the mint's decimals. */
export type TokenAmount = Brand<bigint, 'TokenAmount'>
/** Hundredths of a percent; 10,000 is the whole. */
export type Bps = Brand<number, 'Bps'>

export const SOL_DECIMALS = 9
export const USDC_DECIMALS = 6
export const BPS_ONE = 10_000n

const powers: Decimal[] = []
export const tenTo = (decimals: number): Decimal => (powers[decimals] ??= new Decimal(10).pow(decimals))

/** Base units -> whole tokens, exact. */
export const toUi = (amount: bigint, decimals: number): Decimal => decimal(`${amount}e-${decimals}`)

/** Whole tokens -> base units, rounded down: never more than was asked for. */
export const toRawFloor = (amount: DecimalInput, decimals: number): TokenAmount =>
  BigInt(decimal(amount).mul(tenTo(decimals)).toFixed(0, Decimal.ROUND_DOWN))

/** `amount * numerator / denominator`, rounded down. */
export const mulDivFloor = (amount: bigint, numerator: bigint, denominator: bigint): bigint =>
  (amount * numerator) / denominator

/** `amount * numerator / denominator`, rounded up. For positive numbers. */
export const mulDivCeil = (amount: bigint, numerator: bigint, denominator: bigint): bigint =>
  (amount * numerator + denominator - 1n) / denominator

/** The least acceptable output for `amount` at this tolerance, rounded up so that the bound is never looser than asked. */
export const minusBps = (amount: bigint, bps: number): bigint =>
  mulDivCeil(amount, BPS_ONE - BigInt(bps), BPS_ONE)
