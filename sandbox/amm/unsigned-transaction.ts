import { decodeAddress } from '../chain/addresses'
import type { Instruction } from './instructions'

export type UnsignedTransaction = {
  /** What is to be signed. */
  message: Uint8Array
  /** The message with room for its signatures, all zero. */
  wire: Uint8Array
}

type Parts = { payer: string; blockhash: string; instructions: Instruction[]; legacy: boolean }
type Role = { signs: boolean; writes: boolean }

const SIGNATURE_BYTES = 64
const VERSION_0 = 0x80

/**
 * The same bytes as web3.js compiles: keys in the order in which instructions name them, within those that sign and
 * write, sign, write, and neither. Without lookup tables.
 */
export function unsignedTransaction({ payer, blockhash, instructions, legacy }: Parts): UnsignedTransaction {
  const roles = rolesOf(payer, instructions)
  const keysWith = (signs: boolean, writes: boolean) =>
    [...roles].flatMap(([key, role]) => (role.signs === signs && role.writes === writes ? [key] : []))
  const [writingSigners, readingSigners] = [keysWith(true, true), keysWith(true, false)]
  const [writing, reading] = [keysWith(false, true), keysWith(false, false)]
  const keys = [...writingSigners, ...readingSigners, ...writing, ...reading]
  const signers = writingSigners.length + readingSigners.length
  const places = new Map(keys.map((key, place) => [key, place]))
  const placeOf = (key: string) => places.get(key) ?? 0

  const parts: Uint8Array[] = [
    Uint8Array.from([...(legacy ? [] : [VERSION_0]), signers, readingSigners.length, reading.length]),
    lengthBytes(keys.length),
    ...keys.map(decodeAddress),
    decodeAddress(blockhash),
    lengthBytes(instructions.length),
  ]
  for (const { programId, accounts, data } of instructions) {
    parts.push(
      Uint8Array.of(placeOf(programId)),
      lengthBytes(accounts.length),
      Uint8Array.from(accounts, ({ pubkey }) => placeOf(pubkey)),
      lengthBytes(data.length),
      data,
    )
  }
  if (!legacy) parts.push(lengthBytes(0))
  const message = Buffer.concat(parts)
  return {
    message,
    wire: Buffer.concat([lengthBytes(signers), new Uint8Array(signers * SIGNATURE_BYTES), message]),
  }
}

function rolesOf(payer: string, instructions: Instruction[]): Map<string, Role> {
  const roles = new Map<string, Role>([[payer, { signs: true, writes: true }]])
  const add = (key: string, signs: boolean, writes: boolean) => {
    const role = roles.get(key)
    if (!role) return void roles.set(key, { signs, writes })
    role.signs ||= signs
    role.writes ||= writes
  }
  for (const { programId, accounts } of instructions) {
    add(programId, false, false)
    for (const { pubkey, isSigner, isWritable } of accounts) add(pubkey, isSigner, isWritable)
  }
  return roles
}

/** Compact-u16: seven bits a byte, the lowest first. */
function lengthBytes(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length)
  return Uint8Array.of((length & 0x7f) | 0x80, length >> 7)
}
