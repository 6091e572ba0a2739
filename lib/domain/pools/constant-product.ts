import { HUNDRED, ONE, ZERO, Decimal, decimal } from '@/lib/domain/money/decimal'
import { mulDivCeil, mulDivFloor, tenTo, toUi } from '@/lib/domain/money/units'
import { taxOn } from '@/lib/domain/tokens/mint-account'
import { paidBy, swapAlong } from './liquidity-curve'
import { feeOnInput, feeOnOutput, saleKeeps } from './pool-fees'
import type { LiquidityCurve, PoolSnapshot, PoolQuote } from './pool-snapshot'

const Q128 = new Decimal(2).pow(128)

/** Base units of the quote for one of the base. */
const exactUnitPrice = ({ sqrtPrice, baseIsFirst }: LiquidityCurve): Decimal => {
  const price = decimal(sqrtPrice * sqrtPrice).div(Q128)
  return baseIsFirst ? price : ONE.div(price)
}

/** Whole quote tokens for one whole base token, before fees and depth. Both reserves must be above zero. */
export const spotPrice = (pool: PoolSnapshot): Decimal =>
  pool.curve
    ? exactUnitPrice(pool.curve).mul(tenTo(pool.baseDecimals)).div(tenTo(pool.quoteDecimals))
    : toUi(pool.quoteReserve, pool.quoteDecimals).div(toUi(pool.baseReserve, pool.baseDecimals))

type Swap = Record<
  'inputTax' | 'inputFee' | 'effective' | 'swapped' | 'outputFee' | 'outputTax' | 'outputRaw',
  bigint
>
/** Fees on the way are of a curve's steps. */
type Exchange = Pick<Swap, 'effective' | 'swapped'> & { stepFee: bigint; stepOutputFee: bigint }

const NOTHING: Exchange = { effective: 0n, swapped: 0n, stepFee: 0n, stepOutputFee: 0n }

/** Base units that `given`, fees taken, is exchanged for; `effective` of it, the rest finds no liquidity or goes into fees on the way. */
const exchange = (pool: PoolSnapshot, inputIsBase: boolean, given: bigint): Exchange => {
  const { curve, baseReserve, quoteReserve, payable } = pool
  if (given <= 0n || baseReserve <= 0n || quoteReserve <= 0n) return NOTHING
  if (curve) {
    const lowers = curve.baseIsFirst === inputIsBase
    const { feeRaw, outputRaw, outputFeeRaw } = swapAlong(curve, lowers, given, pool.tradeFeeMillionths)
    const swapped = outputRaw + outputFeeRaw
    return { effective: given - feeRaw, swapped, stepFee: feeRaw, stepOutputFee: outputFeeRaw }
  }
  const [reserveIn, reserveOut] = inputIsBase ? [baseReserve, quoteReserve] : [quoteReserve, baseReserve]
  const swapped = mulDivFloor(given, reserveOut, reserveIn + given)
  const most = payable && (inputIsBase ? payable.quote : payable.base)
  const paid = most !== undefined && swapped > most ? most : swapped
  return { effective: given, swapped: paid, stepFee: 0n, stepOutputFee: 0n }
}

const swap = (pool: PoolSnapshot, inputIsBase: boolean, inputRaw: bigint): Swap => {
  if (inputRaw < 0n) throw new RangeError('inputRaw must not be negative')
  const [taxIn, taxOut] = inputIsBase ? [pool.baseTax, pool.quoteTax] : [pool.quoteTax, pool.baseTax]
  const inputTax = taxOn(taxIn, inputRaw)
  const fee = feeOnInput(pool, inputIsBase, inputRaw - inputTax)
  const made = exchange(pool, inputIsBase, inputRaw - inputTax - fee)
  const { effective, swapped, stepFee, stepOutputFee } = made
  const outputFee = stepOutputFee + feeOnOutput(pool, inputIsBase, swapped)
  const received = outputFee < swapped ? swapped - outputFee : 0n
  const outputTax = taxOn(taxOut, received)
  const inputFee = fee + stepFee
  return { inputTax, inputFee, effective, swapped, outputFee, outputTax, outputRaw: received - outputTax }
}

/** How much less is exchanged than at the spot price, in percent. */
const impactOf = (pool: PoolSnapshot, inputIsBase: boolean, { effective, swapped }: Swap): Decimal => {
  if (effective === 0n) return ZERO
  if (pool.curve) {
    const unit = exactUnitPrice(pool.curve)
    const atSpot = inputIsBase ? decimal(effective).mul(unit) : decimal(effective).div(unit)
    return Decimal.max(ZERO, ONE.minus(decimal(swapped).div(atSpot))).mul(HUNDRED)
  }
  const reserveIn = inputIsBase ? pool.baseReserve : pool.quoteReserve
  return decimal(effective)
    .div(decimal(reserveIn + effective))
    .mul(HUNDRED)
}

/**
 * What an exact input buys, by the program's own rule: docs/algorithms/pools.md says which, and where it stands.
 * Fees are rounded up and the output down, so the product of the reserves never falls. A taxed token reaches the
 * vault, and the trader, less its tax. `inputRaw` is base units of `inputMint`; zero gives zero.
 */
export const quoteExactIn = (pool: PoolSnapshot, inputMint: string, inputRaw: bigint): PoolQuote => {
  if (inputMint !== pool.baseMint && inputMint !== pool.quoteMint)
    throw new RangeError(`pool ${pool.address} does not hold ${inputMint}`)
  const inputIsBase = inputMint === pool.baseMint
  const made = swap(pool, inputIsBase, inputRaw)
  const { inputTax, inputFee, effective, swapped, outputFee, outputTax, outputRaw } = made
  const inInput = (output: bigint): bigint => (swapped === 0n ? 0n : mulDivCeil(output, effective, swapped))
  return {
    outputRaw,
    feeRaw: inputFee + inInput(outputFee),
    taxRaw: inputTax + inInput(outputTax),
    priceImpactPct: impactOf(pool, inputIsBase, made),
  }
}

/**
 * Quote base units that selling `amountRaw` of the base token in one go brings, after fees and depth. In
 * whole numbers only, because it is asked on price ticks.
 */
export const sellValue = (pool: PoolSnapshot, amountRaw: bigint): bigint =>
  swap(pool, true, amountRaw).outputRaw

/** What the pool's own fees take of a sale, a fraction; a token's tax is not in it. */
export const sellFee = (pool: PoolSnapshot): number => {
  const keeps = saleKeeps(pool)
  return 1 - keeps.in * keeps.out
}

/** Whether the sale of `amountRaw` may find too little to be paid out before the reserves are half as deep; real ones fall as the virtual do. */
export const mayRunOut = ({ payable, baseReserve, quoteReserve }: PoolSnapshot, amountRaw: bigint): boolean =>
  payable !== undefined &&
  payable.quote - quoteReserve / 2n <= (quoteReserve * amountRaw) / (baseReserve + amountRaw)

/** What both sides of the pool are worth, in base units of the quote: of what is there, not of virtual reserves. */
export const liquidityRaw = ({ quoteReserve, payable, curve }: PoolSnapshot): bigint => {
  if (!curve) return 2n * (payable ? payable.quote : quoteReserve)
  return 2n * paidBy(curve, curve.baseIsFirst)
}

/** Quote base units traded by the swaps between two states; liquidity added or removed moves both sides alike and counts nothing. */
export const tradedQuote = (before: PoolSnapshot, after: PoolSnapshot): bigint => {
  const base = after.baseReserve - before.baseReserve
  const quote = after.quoteReserve - before.quoteReserve
  if (base === 0n || quote === 0n || base > 0n === quote > 0n) return 0n
  return quote < 0n ? -quote : quote
}
