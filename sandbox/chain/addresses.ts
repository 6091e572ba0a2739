import bs58 from 'bs58'

export const SYSTEM_PROGRAM = '11111111111111111111111111111111'
export const TOKEN_PROGRAM = 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'
export const TOKEN_2022_PROGRAM = 'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb'
export const COMPUTE_BUDGET_PROGRAM = 'ComputeBudget111111111111111111111111111111'
export const MAINNET_GENESIS_HASH = '5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d'

const MAX_CACHED = 50_000
const encoded = new Map<string, string>()
const decoded = new Map<string, Uint8Array>()

/** Base58 of 32 bytes, cached: a chain meets the same few thousand addresses for ever. */
export function encodeAddress(bytes: Uint8Array): string {
  const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const hit = encoded.get(key)
  if (hit !== undefined) return hit
  if (encoded.size >= MAX_CACHED) encoded.clear()
  const address = bs58.encode(bytes)
  encoded.set(key, address)
  return address
}

/** Throws when the text is not the base58 form of 32 bytes. The result is shared: do not write to it. */
export function decodeAddress(address: string): Uint8Array {
  const hit = decoded.get(address)
  if (hit) return hit
  const bytes = bs58.decodeUnsafe(address)
  if (!bytes || bytes.length !== 32) throw new InvalidAddressError(address)
  if (decoded.size >= MAX_CACHED) decoded.clear()
  decoded.set(address, bytes)
  return bytes
}

export class InvalidAddressError extends Error {
  constructor(readonly address: string) {
    super(`"${address}" is not an address: expected base58 of 32 bytes`)
    this.name = 'InvalidAddressError'
  }
}
