import { z } from 'zod'
import { MAX_ACCOUNTS_PER_RECLAIM } from '@/lib/domain/wallets/reclaim'
import { address, decimalText, rawText } from './primitives'

export const reclaimableAccount = z.object({
  account: z.string(),
  mint: z.string(),
  symbol: z.string().nullable(),
  /** DUST holds something worth less than ten cents, which closing burns. */
  kind: z.enum(['EMPTY', 'DUST']),
  amount: decimalText,
  amountRaw: rawText,
  valueUsd: decimalText.nullable(),
  rentLamports: rawText,
  rentSol: decimalText,
})
export type ReclaimableAccountView = z.infer<typeof reclaimableAccount>

/** `rentSol` comes back if all are closed, `feeSol` the network takes at most, `maxAccounts` fit into one call. */
export const reclaimable = z.object({
  walletAddress: z.string(),
  accounts: z.array(reclaimableAccount),
  rentSol: decimalText,
  feeSol: decimalText,
  maxAccounts: z.number().int(),
})
export type ReclaimableView = z.infer<typeof reclaimable>

export const reclaimInput = z.strictObject({
  accounts: z
    .array(address, { error: 'must be a list of token accounts' })
    .min(1, 'must name at least one account')
    .max(MAX_ACCOUNTS_PER_RECLAIM, `must name at most ${MAX_ACCOUNTS_PER_RECLAIM} accounts`)
    .refine((list) => new Set(list).size === list.length, { error: 'must name each account once' }),
  /** Says yes to burning what accounts of the kind DUST hold. */
  burnDust: z.boolean().default(false),
})
export type ReclaimInput = z.infer<typeof reclaimInput>
