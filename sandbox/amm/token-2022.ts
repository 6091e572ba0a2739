import { AccountLayout } from '@solana/spl-token'
import { PublicKey } from '@solana/web3.js'

/**
 * What the transfer-fee extension adds to mints and token accounts of Token-2022: the classic account padded to 165
 * bytes, one byte that says what it is, then type (u16), length (u16) and data of each extension
 * (solana-program/token-2022, extension/transfer_fee/mod.rs).
 */
const ACCOUNT_TYPE = { mint: 1, account: 2 } as const
const EXTENSION = { transferFeeConfig: 1, transferFeeAmount: 2 } as const
const FEE_CONFIG_BYTES = 108
const FEE_AMOUNT_BYTES = 8
const FIRST_EXTENSION = AccountLayout.span + 1
const OLDER = 72
const NEWER = 90
const MAX_U64 = (1n << 64n) - 1n
const BPS = 10_000n

export type EpochFee = { epoch: bigint; maximumFee: bigint; bps: number }
export type TransferFees = { older: EpochFee; newer: EpochFee; authority: string | null }

/** The fee that holds from the first epoch on, and the one that replaces it. */
export const feesOf = (
  bps: number,
  later: { bps: number; epoch: bigint } | null,
): Omit<TransferFees, 'authority'> => {
  const older = { epoch: 0n, maximumFee: MAX_U64, bps }
  return { older, newer: later ? { ...later, maximumFee: MAX_U64 } : older }
}

const extended = (base: Uint8Array, kind: number, type: number, value: Buffer): Uint8Array => {
  const data = Buffer.alloc(FIRST_EXTENSION + 4 + value.length)
  data.set(base.subarray(0, AccountLayout.span))
  data[AccountLayout.span] = kind
  data.writeUInt16LE(type, FIRST_EXTENSION)
  data.writeUInt16LE(value.length, FIRST_EXTENSION + 2)
  value.copy(data, FIRST_EXTENSION + 4)
  return data
}

/** A classic mint's bytes (82) with the fees; replaces those it has. */
export const withTransferFees = (mint: Uint8Array, fees: TransferFees): Uint8Array => {
  const value = Buffer.alloc(FEE_CONFIG_BYTES)
  if (fees.authority) new PublicKey(fees.authority).toBuffer().copy(value, 0)
  for (const [offset, fee] of [
    [OLDER, fees.older],
    [NEWER, fees.newer],
  ] as const) {
    value.writeBigUInt64LE(fee.epoch, offset)
    value.writeBigUInt64LE(fee.maximumFee, offset + 8)
    value.writeUInt16LE(fee.bps, offset + 16)
  }
  return extended(mint.subarray(0, 82), ACCOUNT_TYPE.mint, EXTENSION.transferFeeConfig, value)
}

/** A classic token account's bytes (165) with room for withheld fees. */
export const withWithheldFees = (account: Uint8Array): Uint8Array =>
  extended(account, ACCOUNT_TYPE.account, EXTENSION.transferFeeAmount, Buffer.alloc(FEE_AMOUNT_BYTES))

/** Null for a mint that taxes nothing. */
export const readTransferFees = (mint: Uint8Array): TransferFees | null => {
  const data = Buffer.from(mint)
  if (data.length < FIRST_EXTENSION + 4 + FEE_CONFIG_BYTES) return null
  if (data.readUInt16LE(FIRST_EXTENSION) !== EXTENSION.transferFeeConfig) return null
  const value = data.subarray(FIRST_EXTENSION + 4)
  const at = (offset: number): EpochFee => ({
    epoch: value.readBigUInt64LE(offset),
    maximumFee: value.readBigUInt64LE(offset + 8),
    bps: value.readUInt16LE(offset + 16),
  })
  const authority = value.subarray(0, 32)
  return {
    older: at(OLDER),
    newer: at(NEWER),
    authority: authority.every((byte) => byte === 0) ? null : new PublicKey(authority).toBase58(),
  }
}

/** Base units that stay behind when `amount` is moved in that epoch, rounded up as the program does. */
export const transferFee = (fees: TransferFees | null, epoch: bigint, amount: bigint): bigint => {
  if (!fees) return 0n
  const { bps, maximumFee } = epoch >= fees.newer.epoch ? fees.newer : fees.older
  const fee = (amount * BigInt(bps) + BPS - 1n) / BPS
  return fee < maximumFee ? fee : maximumFee
}
