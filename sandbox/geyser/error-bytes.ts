import { INSTRUCTION_ERRORS } from '@/sandbox/chain/transaction-error'

/** Places in the virtual machine's enums of the errors that carry something; the names beside them have no place for these. */
const CUSTOM = 25
const BORSH_IO = 44
const INSTRUCTION_ERROR = 8
const DUPLICATE_INSTRUCTION = 30
const INSUFFICIENT_FUNDS_FOR_RENT = 31
const RESTRICTED = 35

/** An error in the JSON shape of the RPC as the bytes that Solana's own encoding (bincode) has for it. */
export function encodeTransactionError(err: unknown): Uint8Array {
  const [[name, detail]] = Object.entries(err as Record<string, unknown>) as [[string, unknown]]
  switch (name) {
    case 'InstructionError': {
      const [index, inner] = detail as [number, unknown]
      return Buffer.concat([u32(INSTRUCTION_ERROR), Buffer.from([index]), instructionError(inner)])
    }
    case 'DuplicateInstruction':
      return Buffer.concat([u32(DUPLICATE_INSTRUCTION), Buffer.from([Number(detail)])])
    default: {
      const { account_index: account } = detail as { account_index: number }
      const variant = name === 'InsufficientFundsForRent' ? INSUFFICIENT_FUNDS_FOR_RENT : RESTRICTED
      return Buffer.concat([u32(variant), Buffer.from([account])])
    }
  }
}

function instructionError(inner: unknown): Buffer {
  if (typeof inner === 'string') return u32(placeOf(inner))
  const { Custom, BorshIoError } = inner as { Custom?: number; BorshIoError?: string }
  if (Custom !== undefined) return Buffer.concat([u32(CUSTOM), u32(Custom)])
  const text = Buffer.from(BorshIoError ?? '')
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.length))
  return Buffer.concat([u32(BORSH_IO), length, text])
}

function placeOf(name: string): number {
  const listed = Math.max(0, INSTRUCTION_ERRORS.indexOf(name))
  const afterCustom = listed >= CUSTOM ? listed + 1 : listed
  return afterCustom >= BORSH_IO ? afterCustom + 1 : afterCustom
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
