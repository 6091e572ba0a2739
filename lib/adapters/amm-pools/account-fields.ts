import bs58 from 'bs58'
import type { AccountUpdate } from '@/lib/ports/account-stream'

const NOBODY = '11111111111111111111111111111111'

/** Little-endian fields of an account; one behind its end is zero, as programs read accounts older than their last fields. */
export class Fields {
  private readonly view: DataView

  constructor(private readonly data: Uint8Array) {
    this.view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  }

  private has(at: number, bytes: number): boolean {
    return at + bytes <= this.data.length
  }

  u8(at: number): number {
    return this.data[at] ?? 0
  }

  u16(at: number): number {
    return this.has(at, 2) ? this.view.getUint16(at, true) : 0
  }

  u32(at: number): number {
    return this.has(at, 4) ? this.view.getUint32(at, true) : 0
  }

  i32(at: number): number {
    return this.has(at, 4) ? this.view.getInt32(at, true) : 0
  }

  u64(at: number): bigint {
    return this.has(at, 8) ? this.view.getBigUint64(at, true) : 0n
  }

  u128(at: number): bigint {
    const high = this.u64(at + 8)
    return high === 0n ? this.u64(at) : this.u64(at) | (high << 64n)
  }

  i128(at: number): bigint {
    return BigInt.asIntN(128, this.u128(at))
  }

  key(at: number): string {
    return this.has(at, 32) ? bs58.encode(this.data.subarray(at, at + 32)) : NOBODY
  }

  isNobody(at: number): boolean {
    return this.data.subarray(at, at + 32).every((byte) => byte === 0)
  }
}

/** An account type of an Anchor program: who owns it, its first eight bytes, the fewest bytes it ever had. */
export type AccountKind = { program: string; discriminator: readonly number[]; leastLength: number }

/** The fields of an account of this kind; null for any other. */
export const accountFields = (account: AccountUpdate | undefined, kind: AccountKind): Fields | null =>
  account &&
  account.owner === kind.program &&
  account.data.length >= kind.leastLength &&
  kind.discriminator.every((byte, index) => account.data[index] === byte)
    ? new Fields(account.data)
    : null

/** Works something out once for each account as it stands: what changes seldom is not read with every swap. */
export const oncePerAccount = <T>(work: (account: AccountUpdate) => T): ((account: AccountUpdate) => T) => {
  const known = new WeakMap<AccountUpdate, { made: T }>()
  return (account) => {
    const found = known.get(account)
    if (found) return found.made
    const made = work(account)
    known.set(account, { made })
    return made
  }
}
