import bs58 from 'bs58'
import { TOKEN_PROGRAM } from '@/lib/domain/tokens/well-known'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import { RAYDIUM_CP_SWAP_PROGRAM } from '../raydium-cp-swap'

const write = (data: Uint8Array, offset: number, address: string): void =>
  data.set(bs58.decode(address), offset)
const writeU64 = (data: Uint8Array, offset: number, value: bigint): void =>
  new DataView(data.buffer).setBigUint64(offset, value, true)

export const accountOf = (address: string, owner: string, data: Uint8Array, slot = 1n): AccountUpdate => ({
  address,
  owner,
  data,
  slot,
  lamports: 1n,
})

/** An address that is easy to tell apart in a failed test: 32 bytes of one value. */
export const addressOf = (fill: number): string => bs58.encode(new Uint8Array(32).fill(fill))

export const tokenAccount = (address: string, mint: string, amount: bigint, slot = 1n): AccountUpdate => {
  const data = new Uint8Array(165)
  write(data, 0, mint)
  writeU64(data, 64, amount)
  data[108] = 1
  return accountOf(address, TOKEN_PROGRAM, data, slot)
}

export type PoolFields = {
  address: string
  config: string
  vaults: [string, string]
  mints: [string, string]
  decimals: [number, number]
  status?: number
  owed?: { protocol?: [bigint, bigint]; fund?: [bigint, bigint]; creator?: [bigint, bigint] }
  creatorFeeOn?: number
  enableCreatorFee?: boolean
}

/** PoolState field by field in the order of the Rust struct, so that a wrong offset in the decoder shows. */
export const poolAccount = (fields: PoolFields, slot = 1n): AccountUpdate => {
  const data = new Uint8Array(637)
  let at = 0
  const bytes = (value: Uint8Array): void => {
    data.set(value, at)
    at += value.length
  }
  const u64 = (value: bigint): void => {
    writeU64(data, at, value)
    at += 8
  }
  const owed = { protocol: [0n, 0n], fund: [0n, 0n], creator: [0n, 0n], ...fields.owed }
  bytes(Uint8Array.from([0xf7, 0xed, 0xe3, 0xf5, 0xd7, 0xc3, 0xde, 0x46]))
  for (const address of [fields.config, addressOf(200), ...fields.vaults, addressOf(201), ...fields.mints])
    bytes(bs58.decode(address))
  for (const address of [TOKEN_PROGRAM, TOKEN_PROGRAM, addressOf(202)]) bytes(bs58.decode(address))
  bytes(Uint8Array.from([254, fields.status ?? 0, 9, ...fields.decimals]))
  u64(777n)
  for (const value of [...owed.protocol, ...owed.fund]) u64(value as bigint)
  u64(1_700_000_000n)
  u64(800n)
  bytes(Uint8Array.from([fields.creatorFeeOn ?? 0, fields.enableCreatorFee ? 1 : 0, 0, 0, 0, 0, 0, 0]))
  for (const value of owed.creator) u64(value as bigint)
  return accountOf(fields.address, RAYDIUM_CP_SWAP_PROGRAM, data, slot)
}

export const configAccount = (
  address: string,
  fees: { trade: bigint; creator?: bigint },
  slot = 1n,
): AccountUpdate => {
  const data = new Uint8Array(236)
  data.set([0xda, 0xf4, 0x21, 0x68, 0xcb, 0xcb, 0x2b, 0x6f, 255, 0, 1, 0])
  writeU64(data, 12, fees.trade)
  writeU64(data, 20, 120_000n)
  writeU64(data, 28, 40_000n)
  writeU64(data, 108, fees.creator ?? 0n)
  return accountOf(address, RAYDIUM_CP_SWAP_PROGRAM, data, slot)
}
