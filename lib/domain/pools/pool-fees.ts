import { mulDivCeil, mulDivFloor } from '@/lib/domain/money/units'
import type { PoolSnapshot } from './pool-snapshot'

const MILLION = 1_000_000n
const BILLION = 1_000_000_000n
const BPS = 10_000n

type Fees = { onInput: bigint; onOutput: bigint }

/** What the pool's own fees take of an exact input, in millionths of what goes in and of what comes out. */
const feesFor = (pool: PoolSnapshot, inputIsBase: boolean): Fees => {
  const creator = pool.creatorFee
  if (!creator) return { onInput: pool.tradeFeeMillionths, onOutput: 0n }
  const fromInput = creator.from === 'input' || (creator.from === 'base') === inputIsBase
  return fromInput
    ? { onInput: pool.tradeFeeMillionths + creator.millionths, onOutput: 0n }
    : { onInput: pool.tradeFeeMillionths, onOutput: creator.millionths }
}

type SideFee = NonNullable<PoolSnapshot['sideFee']>

const isOnInput = ({ from }: SideFee, inputIsBase: boolean): boolean =>
  from !== 'output' && (from === 'base') === inputIsBase

const sideFeeOn = ({ billionths, purchase }: SideFee, isSale: boolean, amount: bigint): bigint =>
  mulDivCeil(amount, isSale ? billionths : (purchase ?? billionths), BILLION)

const bpsOf = (amount: bigint, rates: readonly bigint[]): bigint =>
  rates.reduce((sum, bps) => sum + mulDivCeil(amount, bps, BPS), 0n)

/**
 * What of a payment pump.fun's programs swap: as much as leaves room for the fees on top of it, and one unit
 * less. The AMM corrects for fees that are each rounded up (pump-swap-sdk 1.20.0 src/sdk/buy.ts), the curve
 * does not (pump-sdk 2.0.0 src/bondingCurve.ts).
 */
const swappedOf = (payment: bigint, { bps, program }: NonNullable<PoolSnapshot['quoteFees']>): bigint => {
  const whole = BPS + bps.reduce((sum, rate) => sum + rate, 0n)
  if (payment <= 0n) return 0n
  if (program === 'pump-curve') return mulDivFloor(payment - 1n, BPS, whole)
  const most = mulDivFloor(payment, BPS, whole)
  const over = most + bpsOf(most, bps) - payment
  const least = (over > 0n ? most - over : most) - 1n
  return least > 0n ? least : 0n
}

/** Base units the fees take of an input before it is swapped; along a curve `tradeFeeMillionths` is left to its steps. */
export const feeOnInput = (pool: PoolSnapshot, inputIsBase: boolean, amount: bigint): bigint => {
  const { sideFee, quoteFees } = pool
  if (quoteFees) return inputIsBase ? 0n : amount - swappedOf(amount, quoteFees)
  if (sideFee) return isOnInput(sideFee, inputIsBase) ? sideFeeOn(sideFee, inputIsBase, amount) : 0n
  return pool.curve ? 0n : mulDivCeil(amount, feesFor(pool, inputIsBase).onInput, MILLION)
}

/** The same of what is swapped for it. */
export const feeOnOutput = (pool: PoolSnapshot, inputIsBase: boolean, amount: bigint): bigint => {
  const { sideFee, quoteFees } = pool
  if (quoteFees) return inputIsBase ? bpsOf(amount, quoteFees.bps) : 0n
  if (sideFee) return isOnInput(sideFee, inputIsBase) ? 0n : sideFeeOn(sideFee, inputIsBase, amount)
  return mulDivCeil(amount, feesFor(pool, inputIsBase).onOutput, MILLION)
}

/** What of a sale is left after the fees on the way in and on the way out, and by how many units the latter round up at most. */
export const saleKeeps = (pool: PoolSnapshot): { in: number; out: number; roundsUp: number } => {
  const { sideFee, quoteFees } = pool
  const { onInput, onOutput } = feesFor(pool, true)
  const keeps = { in: (1e6 - Number(onInput)) / 1e6, out: (1e6 - Number(onOutput)) / 1e6, roundsUp: 1 }
  if (quoteFees) {
    const bps = quoteFees.bps.reduce((sum, rate) => sum + Number(rate), 0)
    return { ...keeps, out: (1e4 - bps) / 1e4, roundsUp: quoteFees.bps.length }
  }
  if (!sideFee) return keeps
  const kept = (1e9 - Number(sideFee.billionths)) / 1e9
  return isOnInput(sideFee, true) ? { ...keeps, in: kept } : { ...keeps, out: kept }
}

const FROM = { input: 1, base: 2, quote: 3, output: 4 } as const

/** One number for all of a pool's fees: the same for two pools only where they take the same. */
export const feesOf = ({ tradeFeeMillionths, creatorFee, sideFee, quoteFees }: PoolSnapshot): number => {
  if (sideFee) return -(Number(sideFee.billionths) + 2 ** 32 * FROM[sideFee.from])
  if (quoteFees) return quoteFees.bps.reduce((sum, bps) => sum * 2 ** 14 - Number(bps), -1)
  return (
    Number(tradeFeeMillionths) +
    (creatorFee ? 2 ** 20 * Number(creatorFee.millionths) + 2 ** 40 * FROM[creatorFee.from] : 0)
  )
}
