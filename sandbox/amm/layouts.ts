import { createHash } from 'node:crypto'
import { AccountLayout, MintLayout } from '@solana/spl-token'
import { PublicKey } from '@solana/web3.js'
import type { PoolAddresses } from './addresses'
import { pool as poolOffsets } from './program-layout'

const NOBODY = PublicKey.default
const TOKEN_AMOUNT = 64

/** Rent-exempt minimums of the two SPL account sizes, in lamports. */
export const TOKEN_ACCOUNT_RENT = 2_039_280n
export const MINT_RENT = 1_461_600n

/** Rent-exempt minimum of any other account. */
export const rentExempt = (size: number): bigint => BigInt(size + 128) * 6_960n

export type MintFields = {
  supply: bigint
  decimals: number
  mintAuthority: string | null
  freezeAuthority: string | null
}

export const encodeMint = (mint: MintFields): Uint8Array => {
  const data = new Uint8Array(MintLayout.span)
  MintLayout.encode(
    {
      mintAuthorityOption: mint.mintAuthority === null ? 0 : 1,
      mintAuthority: mint.mintAuthority === null ? NOBODY : new PublicKey(mint.mintAuthority),
      supply: mint.supply,
      decimals: mint.decimals,
      isInitialized: true,
      freezeAuthorityOption: mint.freezeAuthority === null ? 0 : 1,
      freezeAuthority: mint.freezeAuthority === null ? NOBODY : new PublicKey(mint.freezeAuthority),
    },
    data,
  )
  return data
}

export const encodeTokenAccount = (
  mint: PublicKey,
  owner: PublicKey,
  amount: bigint,
  isNative: boolean,
): Uint8Array => {
  const data = new Uint8Array(AccountLayout.span)
  AccountLayout.encode(
    {
      mint,
      owner,
      amount,
      delegateOption: 0,
      delegate: NOBODY,
      state: 1,
      isNativeOption: isNative ? 1 : 0,
      isNative: isNative ? TOKEN_ACCOUNT_RENT : 0n,
      delegatedAmount: 0n,
      closeAuthorityOption: 0,
      closeAuthority: NOBODY,
    },
    data,
  )
  return data
}

export const readTokenAmount = (data: Uint8Array): bigint =>
  new DataView(data.buffer, data.byteOffset, data.byteLength).getBigUint64(TOKEN_AMOUNT, true)

/** The same account with another balance; a wrapped SOL account needs its lamports changed as well. */
export const withTokenAmount = (data: Uint8Array, amount: bigint): Uint8Array => {
  const copy = new Uint8Array(data)
  new DataView(copy.buffer).setBigUint64(TOKEN_AMOUNT, amount, true)
  return copy
}

/** The same account with a delegate who may spend `amount`. */
export const withDelegate = (data: Uint8Array, delegate: PublicKey, amount: bigint): Uint8Array => {
  const copy = new Uint8Array(data)
  AccountLayout.encode(
    { ...AccountLayout.decode(data), delegateOption: 1, delegate, delegatedAmount: amount },
    copy,
  )
  return copy
}

const discriminator = (name: string): Buffer =>
  createHash('sha256').update(`account:${name}`).digest().subarray(0, 8)

export type PoolStateFields = {
  addresses: PoolAddresses
  config: PublicKey
  creator: PublicKey
  /** Of the two mints, in their order. */
  tokenPrograms: [PublicKey, PublicKey]
  authorityBump: number
  decimals: [number, number]
  lpSupply: bigint
  /** Unix seconds. */
  openTime: bigint
  epoch: bigint
  /** 1 or 2: nothing can be swapped into that vault. */
  oneWay?: 1 | 2
}

/** Raydium CP-Swap's `PoolState` (states/pool.rs), 637 bytes. */
export const encodePoolState = (fields: PoolStateFields): Buffer => {
  const { addresses } = fields
  const data = Buffer.alloc(637)
  discriminator('PoolState').copy(data)
  const keys = [
    ...[fields.config, fields.creator, ...addresses.vaults, addresses.lpMint, ...addresses.mints],
    ...[...fields.tokenPrograms, addresses.observation],
  ]
  keys.forEach((key, index) => key.toBuffer().copy(data, 8 + index * 32))
  data.set([fields.authorityBump, 0, 9, ...fields.decimals], 328)
  data.writeBigUInt64LE(fields.lpSupply, 333)
  data.writeBigUInt64LE(fields.openTime, 373)
  data.writeBigUInt64LE(fields.epoch, 381)
  data[poolOffsets.oneWay] = fields.oneWay ?? 0
  return data
}

/** Raydium CP-Swap's `AmmConfig` (states/config.rs), 236 bytes; `feeRate` in millionths. */
export const encodeAmmConfig = (index: number, feeRate: bigint, owner: PublicKey): Buffer => {
  const data = Buffer.alloc(236)
  discriminator('AmmConfig').copy(data)
  data[8] = 255
  data.writeUInt16LE(index, 10)
  data.writeBigUInt64LE(feeRate, 12)
  owner.toBuffer().copy(data, 44)
  owner.toBuffer().copy(data, 76)
  return data
}

export const ammConfigFeeRate = (data: Uint8Array): bigint => Buffer.from(data).readBigUInt64LE(12)
