import bs58 from 'bs58'
import type { AccountUpdate } from '@/lib/ports/account-stream'

const NOBODY = '11111111111111111111111111111111'

/** Little-endian fields of an account; one behind its end is zero, as programs read accounts older than their last fields. */
export const fieldsOf = (data: Uint8Array) => {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const has = (at: number, bytes: number): boolean => at + bytes <= data.length
  const u64 = (at: number): bigint => (has(at, 8) ? view.getBigUint64(at, true) : 0n)
  const u128 = (at: number): bigint => u64(at) | (u64(at + 8) << 64n)
  return {
    u8: (at: number): number => data[at] ?? 0,
    u16: (at: number): number => (has(at, 2) ? view.getUint16(at, true) : 0),
    u32: (at: number): number => (has(at, 4) ? view.getUint32(at, true) : 0),
    i32: (at: number): number => (has(at, 4) ? view.getInt32(at, true) : 0),
    u64,
    u128,
    i128: (at: number): bigint => BigInt.asIntN(128, u128(at)),
    key: (at: number): string => (has(at, 32) ? bs58.encode(data.subarray(at, at + 32)) : NOBODY),
    isNobody: (at: number): boolean => data.subarray(at, at + 32).every((byte) => byte === 0),
  }
}
export type Fields = ReturnType<typeof fieldsOf>

/** An account type of an Anchor program: who owns it, its first eight bytes, the fewest bytes it ever had. */
export type AccountKind = { program: string; discriminator: readonly number[]; leastLength: number }

/** The fields of an account of this kind; null for any other. */
export const accountFields = (account: AccountUpdate | undefined, kind: AccountKind): Fields | null =>
  account &&
  account.owner === kind.program &&
  account.data.length >= kind.leastLength &&
  kind.discriminator.every((byte, index) => account.data[index] === byte)
    ? fieldsOf(account.data)
    : null
