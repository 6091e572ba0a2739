import type { DecodedTransaction } from './decoded-transaction'
import { u32At, u64At } from './little-endian'
import { COMPUTE_BUDGET_PROGRAM } from './program-addresses'

const LAMPORTS_PER_SIGNATURE = 5_000n
const MAX_COMPUTE_UNITS = 1_400_000n
const DEFAULT_UNITS_PER_INSTRUCTION = 200_000n
const MICRO = 1_000_000n

const SET_LIMIT = 2
const SET_PRICE = 3

/**
 * What the network takes at most, in lamports: 5,000 a signature, and price (micro-lamports per
 * compute unit) times the limit, rounded up. Text when the budget instructions cannot be read.
 */
export const networkFee = ({ instructions, signers }: DecodedTransaction): bigint | string => {
  let limit: bigint | null = null
  let price = 0n
  for (const { programId, data } of instructions) {
    if (programId !== COMPUTE_BUDGET_PROGRAM) continue
    if (data[0] === SET_LIMIT) {
      const units = u32At(data, 1)
      if (units === null) return 'a compute limit cannot be read'
      limit = BigInt(units)
    } else if (data[0] === SET_PRICE) {
      const value = u64At(data, 1)
      if (value === null) return 'a compute price cannot be read'
      price = value
    }
  }
  const assumed = DEFAULT_UNITS_PER_INSTRUCTION * BigInt(instructions.length)
  const units = min(limit ?? assumed, MAX_COMPUTE_UNITS)
  return LAMPORTS_PER_SIGNATURE * BigInt(signers.length) + (units * price + MICRO - 1n) / MICRO
}

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b)
