import bs58 from 'bs58'
import { encodeAddress } from './addresses'

const MAX_TRANSACTION_BYTES = 1232

export type WireInstruction = { programIdIndex: number; accounts: number[]; data: Uint8Array }
export type WireLookup = { table: string; writable: number[]; readonly: number[] }

export type WireTransaction = {
  wire: Uint8Array
  version: 'legacy' | 0
  /** Base58, the first one names the transaction. */
  signatures: string[]
  header: { numRequiredSignatures: number; numReadonlySigned: number; numReadonlyUnsigned: number }
  staticKeys: string[]
  recentBlockhash: string
  instructions: WireInstruction[]
  lookups: WireLookup[]
}

/** Thrown for bytes that are no transaction; the message says where reading failed. */
export class MalformedTransactionError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MalformedTransactionError'
  }
}

const MAX_REMEMBERED = 1_000
const remembered = new Map<string, WireTransaction>()

/**
 * Reads legacy and version 0 wire bytes. Signatures are not verified here. The same bytes come several times, from
 * several nodes, so what was read last is remembered; the result is shared.
 */
export function parseTransaction(wire: Uint8Array): WireTransaction {
  const key = Buffer.from(wire.buffer, wire.byteOffset, wire.byteLength).toString('latin1')
  const known = remembered.get(key)
  if (known) return known
  const transaction = readTransaction(new Uint8Array(wire))
  if (remembered.size >= MAX_REMEMBERED) remembered.clear()
  remembered.set(key, transaction)
  return transaction
}

function readTransaction(wire: Uint8Array): WireTransaction {
  if (wire.length > MAX_TRANSACTION_BYTES) {
    throw new MalformedTransactionError(
      `too large: ${wire.length} bytes (max: ${MAX_TRANSACTION_BYTES} bytes)`,
    )
  }
  const reader = new Reader(wire)
  const signatures = reader.list(() => bs58.encode(reader.bytes(64)))
  const message = parseMessage(reader)
  if (reader.left() > 0) throw new MalformedTransactionError(`${reader.left()} bytes left after the message`)
  if (signatures.length !== message.header.numRequiredSignatures || signatures.length === 0) {
    throw new MalformedTransactionError('the number of signatures differs from what the header requires')
  }
  return { wire, signatures, ...message }
}

/** What is signed: all that follows the signatures, of which there are fewer than 128. */
export const messageBytesOf = ({ wire, signatures }: WireTransaction): Uint8Array =>
  wire.subarray(1 + 64 * signatures.length)

/** The message alone, as getFeeForMessage receives it. */
export function parseMessageBytes(bytes: Uint8Array): Omit<WireTransaction, 'wire' | 'signatures'> {
  return parseMessage(new Reader(bytes))
}

function parseMessage(reader: Reader): Omit<WireTransaction, 'wire' | 'signatures'> {
  const first = reader.byte()
  const versioned = (first & 0x80) !== 0
  if (versioned && (first & 0x7f) !== 0) {
    throw new MalformedTransactionError(`message version ${first & 0x7f} is not supported`)
  }
  const header = {
    numRequiredSignatures: versioned ? reader.byte() : first,
    numReadonlySigned: reader.byte(),
    numReadonlyUnsigned: reader.byte(),
  }
  const staticKeys = reader.list(() => encodeAddress(reader.bytes(32)))
  const recentBlockhash = encodeAddress(reader.bytes(32))
  const instructions = reader.list(() => ({
    programIdIndex: reader.byte(),
    accounts: reader.indexes(),
    data: reader.bytes(reader.length()),
  }))
  const lookups = versioned
    ? reader.list(() => ({
        table: encodeAddress(reader.bytes(32)),
        writable: reader.indexes(),
        readonly: reader.indexes(),
      }))
    : []
  return { version: versioned ? 0 : 'legacy', header, staticKeys, recentBlockhash, instructions, lookups }
}

class Reader {
  private offset = 0
  constructor(private readonly source: Uint8Array) {}

  left(): number {
    return this.source.length - this.offset
  }

  byte(): number {
    const value = this.source[this.offset++]
    if (value === undefined) throw new MalformedTransactionError('the bytes end early')
    return value
  }

  bytes(count: number): Uint8Array {
    if (this.left() < count) throw new MalformedTransactionError('the bytes end early')
    this.offset += count
    return this.source.subarray(this.offset - count, this.offset)
  }

  /** Compact-u16: seven bits a byte, at most three bytes. */
  length(): number {
    let value = 0
    for (let shift = 0; shift < 21; shift += 7) {
      const byte = this.byte()
      value |= (byte & 0x7f) << shift
      if ((byte & 0x80) === 0) return value
    }
    throw new MalformedTransactionError('a length is longer than three bytes')
  }

  list<T>(item: () => T): T[] {
    const items: T[] = []
    for (let left = this.length(); left > 0; left--) items.push(item())
    return items
  }

  indexes(): number[] {
    return [...this.bytes(this.length())]
  }
}

/** Whether the static key at `index` is locked for writing, from the header alone. */
export function isStaticKeyWritable(
  { header, staticKeys }: Pick<WireTransaction, 'header' | 'staticKeys'>,
  index: number,
): boolean {
  return index < header.numRequiredSignatures
    ? index < header.numRequiredSignatures - header.numReadonlySigned
    : index < staticKeys.length - header.numReadonlyUnsigned
}
