import { mulDivCeil, mulDivFloor } from '@/lib/domain/money/units'
import type { LiquidityCurve } from './pool-snapshot'

const MILLION = 1_000_000n
const Q128 = 128n

const divCeil = (numerator: bigint, denominator: bigint): bigint =>
  (numerator + denominator - 1n) / denominator

/** Base units of the first token between two square-root prices: L (upper - lower) / (upper lower). */
const firstBetween = (from: bigint, to: bigint, liquidity: bigint, up: boolean): bigint => {
  const numerator = liquidity * (from > to ? from - to : to - from)
  return up ? divCeil(numerator, from * to) : numerator / (from * to)
}

/** Base units of the second token between two square-root prices: L (upper - lower). */
const secondBetween = (from: bigint, to: bigint, liquidity: bigint, up: boolean): bigint => {
  const product = liquidity * (from > to ? from - to : to - from)
  return up ? divCeil(product, 1n << Q128) : product >> Q128
}

/** Where the price stands once `amount` has come in: always on the side that costs the trader. */
const priceAfter = (sqrtPrice: bigint, liquidity: bigint, amount: bigint, down: boolean): bigint =>
  down
    ? divCeil(liquidity * sqrtPrice, liquidity + amount * sqrtPrice)
    : sqrtPrice + (amount << Q128) / liquidity

export type CurveSwap = {
  /** Of the input, fee included. The rest finds no liquidity. */
  usedRaw: bigint
  feeRaw: bigint
  /** Fee taken already. */
  outputRaw: bigint
  outputFeeRaw: bigint
}

/**
 * An exact input along the curve, step by step with the programs' own rounding. All four agree on it: Orca's
 * programs/whirlpool/src/math/{swap_math,token_math}.rs, Raydium's programs/amm/src/libraries/{swap_math,
 * sqrt_price_math}.rs, Meteora's cp-amm liquidity_handler/concentrated_liquidity.rs and
 * dynamic-bonding-curve state/virtual_pool.rs (no fee on the way).
 */
export const swapAlong = (
  { sqrtPrice, down, up, feeIn }: LiquidityCurve,
  lowers: boolean,
  inputRaw: bigint,
  poolFee: bigint,
): CurveSwap => {
  const onInput = feeIn === undefined || (feeIn === 'first') === lowers
  const amountIn = lowers ? firstBetween : secondBetween
  const amountOut = lowers ? secondBetween : firstBetween
  let [at, left, feeRaw, outputRaw, outputFeeRaw] = [sqrtPrice, inputRaw, 0n, 0n, 0n]
  for (const { to, liquidity, feeMillionths = poolFee } of lowers ? down : up) {
    if (left === 0n) break
    if (liquidity === 0n) {
      at = to
      continue
    }
    const given = onInput ? mulDivFloor(left, MILLION - feeMillionths, MILLION) : left
    const toEnd = amountIn(at, to, liquidity, true)
    const next = given >= toEnd ? to : priceAfter(at, liquidity, given, lowers)
    const taken = given >= toEnd ? toEnd : amountIn(at, next, liquidity, true)
    const reached = onInput ? mulDivCeil(taken, feeMillionths, MILLION - feeMillionths) : 0n
    const fee = next === to ? reached : left - taken
    const out = amountOut(at, next, liquidity, false)
    const outFee = onInput ? 0n : mulDivCeil(out, feeMillionths, MILLION)
    outputRaw += out - outFee
    outputFeeRaw += outFee
    feeRaw += fee
    left -= taken + fee
    at = next
    if (next !== to) left = 0n
  }
  return { usedRaw: inputRaw - left, feeRaw, outputRaw, outputFeeRaw }
}

/** What the segments pay out in all: base units of the second token going down, of the first going up. */
export const paidBy = ({ sqrtPrice, down, up }: LiquidityCurve, lowers: boolean): bigint => {
  const amountOut = lowers ? secondBetween : firstBetween
  let [at, total] = [sqrtPrice, 0n]
  for (const { to, liquidity } of lowers ? down : up) {
    total += amountOut(at, to, liquidity, false)
    at = to
  }
  return total
}

/** The constant product that holds at this price, in base units of the first token and the second. */
export const virtualReserves = (sqrtPrice: bigint, liquidity: bigint): [bigint, bigint] => [
  liquidity / sqrtPrice,
  (liquidity * sqrtPrice) >> Q128,
]

/** Base units of the quote for one of the base. */
export const unitPrice = ({ sqrtPrice, baseIsFirst }: LiquidityCurve): number => {
  const root = Number(sqrtPrice) / 2 ** 64
  return baseIsFirst ? root * root : 1 / (root * root)
}
