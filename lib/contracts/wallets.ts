import { z } from 'zod'
import { operationKinds, operationStatuses } from '@/lib/domain/wallets/operation-status'
import { walletKinds } from '@/lib/domain/wallets/wallet-kind'
import { address, cursorPage, decimalBetween, decimalText, isoTime, rawText } from './primitives'

const amount = decimalBetween('0', '1000000000000000000', { exclusiveMin: true })
const asset = z.string({ error: 'must be SOL, USDC or a mint address' }).trim().min(1).max(64)

export const withdrawalInput = z.strictObject({
  /** `SOL`, `USDC` or a mint. */
  asset,
  amount,
  address,
  /** Code of the authenticator app, where one is set up. */
  totp: z.string().max(64).optional(),
})
export type WithdrawalInput = z.infer<typeof withdrawalInput>

export const depositInput = z.strictObject({ wallet: address, asset, amount })
export type DepositInput = z.infer<typeof depositInput>

export const walletAddressInput = z.strictObject({ address })
export const challengeAnswer = z.object({ nonce: z.string(), message: z.string(), expiresAt: isoTime })

const signatureText = z
  .string({ error: 'must be the signature in base64' })
  .regex(/^[A-Za-z0-9+/]{86}==$/, 'must be the signature in base64')
export const signedChallenge = z.strictObject({
  nonce: z.string().regex(/^[0-9a-f]{32}$/, 'must be the nonce of the message'),
  signature: signatureText,
})
export const walletSignInInput = signedChallenge.extend({ totp: z.string().trim().max(64).optional() })
export const linkedAnswer = z.object({ address: z.string() })

export const addressInput = z.strictObject({
  address,
  label: z.string({ error: 'must be a name for the address' }).trim().min(1).max(60),
  totp: z.string().max(64).optional(),
})
export type AddressInput = z.infer<typeof addressInput>

/** Money that moves without a swap. */
export const walletOperation = z.object({
  id: z.string(),
  kind: z.enum(operationKinds),
  status: z.enum(operationStatuses),
  asset: z.object({ mint: z.string().nullable(), symbol: z.string(), decimals: z.number().int() }),
  amount: decimalText,
  amountRaw: rawText,
  valueUsd: decimalText.nullable(),
  from: z.string(),
  to: z.string(),
  signature: z.string().nullable(),
  feeLamports: rawText.nullable(),
  /** While a connected wallet is asked to sign it: the transaction, base64. */
  transaction: z.string().optional(),
  /** What happened and what it means for the money. */
  detail: z.string(),
  createdAt: isoTime,
  resolvedAt: isoTime.nullable(),
})
export type WalletOperationView = z.infer<typeof walletOperation>

export const walletBalance = z.object({
  mint: z.string().nullable(),
  symbol: z.string(),
  decimals: z.number().int(),
  amount: decimalText,
  amountRaw: rawText,
  /** What may leave: neither held by positions nor reserved by orders, and not the SOL that pays for exits. */
  free: decimalText,
  valueUsd: decimalText.nullable(),
})
export type WalletBalanceView = z.infer<typeof walletBalance>

export const wallet = z.object({
  id: z.string(),
  kind: z.enum(walletKinds),
  address: z.string(),
  balances: z.array(walletBalance),
  /** Held too, but nothing is known of them: how many decimals they have, for one. */
  unknownMints: z.array(z.string()),
  createdAt: isoTime,
})
export type WalletView = z.infer<typeof wallet>

export const bookedAddress = z.object({
  id: z.string(),
  address: z.string(),
  label: z.string(),
  createdAt: isoTime,
  usableAt: isoTime,
})
export type BookedAddressView = z.infer<typeof bookedAddress>

export const walletsAnswer = z.object({
  wallets: z.array(wallet),
  withdrawals: z.object({ dailyLimitUsd: decimalText, usedTodayUsd: decimalText, waitHours: decimalText }),
})
export type WalletsView = z.infer<typeof walletsAnswer>
export const operationAnswer = z.object({ operation: walletOperation })
export const operationListQuery = z.object(cursorPage)
export const operationListAnswer = z.object({
  operations: z.array(walletOperation),
  nextCursor: z.string().nullable(),
})
export const addressAnswer = z.object({ address: bookedAddress })
export const addressListAnswer = z.object({ addresses: z.array(bookedAddress) })
