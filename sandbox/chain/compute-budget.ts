import { COMPUTE_BUDGET_PROGRAM, SYSTEM_PROGRAM } from './addresses'
import type { WireTransaction } from './wire-transaction'

const MAX_COMPUTE_UNITS = 1_400_000
const PER_PROGRAM_INSTRUCTION = 200_000
const PER_BUILTIN_INSTRUCTION = 3_000
const LAMPORTS_PER_SIGNATURE = 5_000n

const BUILTINS = new Set([
  COMPUTE_BUDGET_PROGRAM,
  SYSTEM_PROGRAM,
  'Vote111111111111111111111111111111111111111',
  'BPFLoaderUpgradeab1e11111111111111111111111',
  'BPFLoader1111111111111111111111111111111111',
  'BPFLoader2111111111111111111111111111111111',
  'LoaderV411111111111111111111111111111111111',
  'KeccakSecp256k11111111111111111111111111111',
  'Ed25519SigVerify111111111111111111111111111',
])

/** `price` in micro-lamports per compute unit. */
export type ComputeBudget = { unitLimit: number; price: bigint }

type Message = Pick<WireTransaction, 'instructions' | 'staticKeys' | 'header'>

export function computeBudgetOf({ instructions, staticKeys }: Message): ComputeBudget {
  let price = 0n
  let unitLimit: number | null = null
  let byDefault = 0
  for (const { programIdIndex, data } of instructions) {
    const program = staticKeys[programIdIndex] ?? ''
    byDefault += BUILTINS.has(program) ? PER_BUILTIN_INSTRUCTION : PER_PROGRAM_INSTRUCTION
    if (program !== COMPUTE_BUDGET_PROGRAM) continue
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
    if (data[0] === 2 && data.length >= 5) unitLimit = view.getUint32(1, true)
    if (data[0] === 3 && data.length >= 9) price = view.getBigUint64(1, true)
  }
  return { price, unitLimit: Math.min(unitLimit ?? byDefault, MAX_COMPUTE_UNITS) }
}

/** Lamports: 5,000 a signature, and the price times the limit, rounded up to whole lamports. */
export function transactionFee(message: Message): bigint {
  const { price, unitLimit } = computeBudgetOf(message)
  const priority = (price * BigInt(unitLimit) + 999_999n) / 1_000_000n
  return BigInt(message.header.numRequiredSignatures) * LAMPORTS_PER_SIGNATURE + priority
}
