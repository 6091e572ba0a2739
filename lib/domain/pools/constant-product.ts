import { HUNDRED, ZERO, decimal, type Decimal } from '@/lib/domain/money/decimal'
import { mulDivCeil, mulDivFloor, toUi } from '@/lib/domain/money/units'
import { taxOn } from '@/lib/domain/tokens/mint-account'
import type { PoolQuote, PoolSnapshot } from './pool-snapshot'

const MILLION = 1_000_000n

/** Whole quote tokens for one whole base token, before fees and depth. Both reserves must be above zero. */
export const spotPrice = (pool: PoolSnapshot): Decimal =>
  toUi(pool.quoteReserve, pool.quoteDecimals).div(toUi(pool.baseReserve, pool.baseDecimals))

type Fees = { onInput: bigint; onOutput: bigint }

/** What the pool's own fees take of an exact input, in millionths of what goes in and of what comes out. */
export const feesFor = (pool: PoolSnapshot, inputIsBase: boolean): Fees => {
  const creator = pool.creatorFee
  if (!creator) return { onInput: pool.tradeFeeMillionths, onOutput: 0n }
  const fromInput = creator.from === 'input' || (creator.from === 'base') === inputIsBase
  return fromInput
    ? { onInput: pool.tradeFeeMillionths + creator.millionths, onOutput: 0n }
    : { onInput: pool.tradeFeeMillionths, onOutput: creator.millionths }
}

const reserveFor = (pool: PoolSnapshot, isBase: boolean): bigint =>
  isBase ? pool.baseReserve : pool.quoteReserve

type Swap = Record<
  'inputTax' | 'inputFee' | 'effective' | 'swapped' | 'outputFee' | 'outputTax' | 'outputRaw',
  bigint
>

const swap = (pool: PoolSnapshot, inputIsBase: boolean, inputRaw: bigint): Swap => {
  if (inputRaw < 0n) throw new RangeError('inputRaw must not be negative')
  const [reserveIn, reserveOut] = [reserveFor(pool, inputIsBase), reserveFor(pool, !inputIsBase)]
  const fees = feesFor(pool, inputIsBase)
  const [taxIn, taxOut] = inputIsBase ? [pool.baseTax, pool.quoteTax] : [pool.quoteTax, pool.baseTax]
  const inputTax = taxOn(taxIn, inputRaw)
  const inputFee = mulDivCeil(inputRaw - inputTax, fees.onInput, MILLION)
  const effective = inputRaw - inputTax - inputFee
  if (effective <= 0n || reserveIn <= 0n || reserveOut <= 0n)
    return { inputTax, inputFee, effective: 0n, swapped: 0n, outputFee: 0n, outputTax: 0n, outputRaw: 0n }
  const swapped = mulDivFloor(effective, reserveOut, reserveIn + effective)
  const outputFee = mulDivCeil(swapped, fees.onOutput, MILLION)
  const outputTax = taxOn(taxOut, swapped - outputFee)
  const outputRaw = swapped - outputFee - outputTax
  return { inputTax, inputFee, effective, swapped, outputFee, outputTax, outputRaw }
}

/**
 * What an exact input buys. Raydium CP-Swap's own rule (programs/cp-swap/src/curve/calculator.rs,
 * `swap_base_input`): fees rounded up, output rounded down, so the product of the reserves never falls.
 * A taxed token reaches the vault, and the trader, less its tax (same program, `get_transfer_fee`).
 * `inputRaw` is base units of `inputMint`; zero gives zero.
 */
export const quoteExactIn = (pool: PoolSnapshot, inputMint: string, inputRaw: bigint): PoolQuote => {
  if (inputMint !== pool.baseMint && inputMint !== pool.quoteMint)
    throw new RangeError(`pool ${pool.address} does not hold ${inputMint}`)
  const inputIsBase = inputMint === pool.baseMint
  const { inputTax, inputFee, effective, swapped, outputFee, outputTax, outputRaw } = swap(
    pool,
    inputIsBase,
    inputRaw,
  )
  const inInput = (output: bigint): bigint => (swapped === 0n ? 0n : mulDivCeil(output, effective, swapped))
  return {
    outputRaw,
    feeRaw: inputFee + inInput(outputFee),
    taxRaw: inputTax + inInput(outputTax),
    priceImpactPct:
      effective === 0n
        ? ZERO
        : decimal(effective)
            .div(decimal(reserveFor(pool, inputIsBase) + effective))
            .mul(HUNDRED),
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
  const { onInput, onOutput } = feesFor(pool, true)
  return 1 - (1 - Number(onInput) / 1e6) * (1 - Number(onOutput) / 1e6)
}

/** Quote base units traded by the swaps between two states; liquidity added or removed moves both sides alike and counts nothing. */
export const tradedQuote = (before: PoolSnapshot, after: PoolSnapshot): bigint => {
  const base = after.baseReserve - before.baseReserve
  const quote = after.quoteReserve - before.quoteReserve
  if (base === 0n || quote === 0n || base > 0n === quote > 0n) return 0n
  return quote < 0n ? -quote : quote
}
