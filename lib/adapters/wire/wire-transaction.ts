import bs58 from 'bs58'
import { createWireReader, UndecodableTransactionError, type WireReader } from './wire-reader'

type WireInstruction = {
  readonly program: number
  readonly accounts: readonly number[]
  readonly data: Uint8Array
}
type TableLookup = {
  readonly table: string
  readonly writable: readonly number[]
  readonly readonly: readonly number[]
}

/** What the bytes of a transaction (legacy or version 0) say. Accounts are places: `addresses`, then looked up ones. */
export type WireTransaction = {
  readonly signatures: readonly Uint8Array[]
  /** The bytes that are signed. */
  readonly message: Uint8Array
  /** The fee payer first, then the others that must sign. */
  readonly addresses: readonly string[]
  readonly signers: number
  readonly blockhash: string
  readonly instructions: readonly WireInstruction[]
  readonly lookups: readonly TableLookup[]
}

/** What fits into a packet. */
export const MOST_BYTES = 1_232
const SIGNATURE_BYTES = 64
const KEY_BYTES = 32
const VERSIONED = 0x80

const known = new WeakMap<Uint8Array, WireTransaction>()

/**
 * Reads an array once: wherever a transaction passes, its bytes are never changed in place. There is one encoding of
 * what is read, so what was read is what is signed. Throws UndecodableTransactionError. The format:
 * https://solana.com/docs/core/transactions/transaction-structure
 */
export const readTransaction = (wire: Uint8Array): WireTransaction => {
  const before = known.get(wire)
  if (before) return before
  const transaction = parse(wire)
  known.set(wire, transaction)
  return transaction
}

/** A copy with the fee payer's signature, the first one, in its place. */
export const withSignature = (wire: Uint8Array, signature: Uint8Array): Uint8Array => {
  const { message, signatures } = readTransaction(wire)
  const signed = new Uint8Array(wire)
  signed.set(signature, wire.length - message.length - signatures.length * SIGNATURE_BYTES)
  return signed
}

const parse = (wire: Uint8Array): WireTransaction => {
  if (wire.length > MOST_BYTES) throw new UndecodableTransactionError('the transaction is too long')
  const reader = createWireReader(wire)
  const signatures = several(reader, () => reader.bytes(SIGNATURE_BYTES))
  const message = wire.subarray(reader.at())
  const first = reader.byte()
  const versioned = first >= VERSIONED
  if (versioned && first !== VERSIONED) throw new UndecodableTransactionError('the version is unknown')
  const signers = versioned ? reader.byte() : first
  // How many of the signers, and of the others, are only read.
  reader.bytes(2)
  const addresses = several(reader, () => bs58.encode(reader.bytes(KEY_BYTES)))
  if (signers === 0 || signers !== signatures.length || signers > addresses.length)
    throw new UndecodableTransactionError('the signatures do not fit the signers')
  const blockhash = bs58.encode(reader.bytes(KEY_BYTES))
  const instructions = several(reader, () => ({
    program: reader.byte(),
    accounts: places(reader),
    data: reader.bytes(reader.length()),
  }))
  const lookups = versioned ? several(reader, () => lookupIn(reader)) : []
  reader.end()
  return { signatures, message, addresses, signers, blockhash, instructions, lookups }
}

const lookupIn = (reader: WireReader): TableLookup => ({
  table: bs58.encode(reader.bytes(KEY_BYTES)),
  writable: places(reader),
  readonly: places(reader),
})

const several = <T>(reader: WireReader, read: () => T): T[] =>
  Array.from({ length: reader.length() }, () => read())

const places = (reader: WireReader): number[] => [...reader.bytes(reader.length())]
