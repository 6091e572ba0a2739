import bs58 from 'bs58'
import { decodeAddress, InvalidAddressError } from '@/sandbox/chain/addresses'
import { invalidParams } from './rpc-error'

export type Config = Record<string, unknown>

/** The configuration object at `index`; an empty one when it is left out. */
export function configAt(params: unknown[], index: number): Config {
  const value = params[index]
  if (value === undefined || value === null) return {}
  if (!isRecord(value)) throw invalidParams(`Invalid params: parameter ${index + 1} must be an object`)
  return value
}

export const isRecord = (value: unknown): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function addressAt(params: unknown[], index: number): string {
  return checkedAddress(params[index])
}

export function checkedAddress(value: unknown): string {
  if (typeof value !== 'string') throw invalidParams('Invalid params: expected an address as a string')
  try {
    decodeAddress(value)
  } catch (error) {
    if (error instanceof InvalidAddressError) throw invalidParams('Invalid param: Invalid')
    throw error
  }
  return value
}

export function addressesAt(params: unknown[], index: number, max: number): string[] {
  const value = params[index] ?? []
  if (!Array.isArray(value)) throw invalidParams(`Invalid params: parameter ${index + 1} must be a list`)
  if (value.length > max) throw invalidParams(`Too many inputs provided; max ${max}`)
  return value.map(checkedAddress)
}

export function textAt(params: unknown[], index: number): string {
  const value = params[index]
  if (typeof value !== 'string') {
    throw invalidParams(`Invalid params: parameter ${index + 1} must be a string`)
  }
  return value
}

export function signatureOf(value: unknown): string {
  const bytes = typeof value === 'string' ? bs58.decodeUnsafe(value) : undefined
  if (bytes?.length !== 64) throw invalidParams('Invalid param: Invalid')
  return value as string
}

/** A whole number that is not negative. */
export function naturalAt(params: unknown[], index: number): bigint {
  return natural(params[index], `parameter ${index + 1}`)
}

export function natural(value: unknown, name: string): bigint {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw invalidParams(`Invalid params: ${name} must be a whole number, not negative`)
  }
  return BigInt(value)
}

/** Bytes of a base58 or base64 text. */
export function decodeBytes(text: string, encoding: unknown): Uint8Array {
  if (encoding === 'base64') {
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw invalidParams('invalid base64 encoding')
    return new Uint8Array(Buffer.from(text, 'base64'))
  }
  if (encoding !== undefined && encoding !== null && encoding !== 'base58') {
    throw invalidParams(`unsupported encoding: ${String(encoding)}. Supported encodings: base58, base64`)
  }
  const bytes = bs58.decodeUnsafe(text)
  if (!bytes) throw invalidParams('invalid base58 encoding')
  return bytes
}
