import { decimal, type Decimal } from '@/lib/domain/money/decimal'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'

/** A token account of a wallet as the chain has it. */
export type TokenAccount = {
  address: string
  mint: string
  program: string
  amountRaw: bigint
  /** What closing it returns to its owner. */
  lamports: bigint
  /** Frozen, closable by somebody else, or with fees withheld: it cannot be closed by its owner now. */
  stuck: boolean
}

/** An account to close; `amountRaw` of it is burnt before. */
export type AccountToClose = Pick<TokenAccount, 'address' | 'mint' | 'program' | 'amountRaw' | 'lamports'> & {
  decimals: number
}
export type ReclaimRequest = { owner: string; accounts: readonly AccountToClose[] }

/** What is worth less than this may be burnt for the rent of its account, when the trader says so. */
export const DUST_USD = decimal('0.10')
/** With a burn each, ten still fit into the 1,232 bytes of a transaction. */
export const MAX_ACCOUNTS_PER_RECLAIM = 10

const UNITS_PER_ACCOUNT = 15_000
export const RECLAIM_PRICE_MICRO_LAMPORTS = 100_000
/** Closing takes some 3,000 units and burning some 5,000; extensions of Token-2022 take more. */
export const reclaimUnits = (accounts: number): number => 10_000 + accounts * UNITS_PER_ACCOUNT

/** 5,000 for the signature and the priority fee. */
export const reclaimFeeLamports = (accounts: number): bigint =>
  5_000n + (BigInt(reclaimUnits(accounts)) * BigInt(RECLAIM_PRICE_MICRO_LAMPORTS)) / 1_000_000n

export const rentOf = (accounts: readonly { lamports: bigint }[]): bigint =>
  accounts.reduce((sum, account) => sum + account.lamports, 0n)

/**
 * EMPTY can be closed for its rent; DUST only after burning what it holds, worth less than ten cents. null: it
 * stays. So do accounts a trade uses, what has no known price, and USDC, which trades are paid from.
 */
export const reclaimKind = (
  account: TokenAccount,
  facts: { inUse: boolean; valueUsd: Decimal | null },
): 'EMPTY' | 'DUST' | null => {
  if (facts.inUse || account.stuck || account.mint === USDC_MINT) return null
  if (account.amountRaw === 0n) return 'EMPTY'
  // Wrapped SOL is money, and closing its account would pay it out.
  if (account.mint === WSOL_MINT || facts.valueUsd === null) return null
  return facts.valueUsd.lt(DUST_USD) ? 'DUST' : null
}
