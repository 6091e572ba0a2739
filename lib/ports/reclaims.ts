import type { BlockhashWithExpiry } from '@/lib/domain/execution/blockhash'
import type { CheckResult } from '@/lib/domain/execution/swap-intent'
import type { ReclaimRequest, TokenAccount } from '@/lib/domain/wallets/reclaim'

/** Closing token accounts for the rent they hold. Nothing here signs or sends. */
export interface Reclaims {
  /** Every token account of the owner, under both token programs. */
  tokenAccounts(owner: string): Promise<TokenAccount[]>
  /** Unsigned wire bytes: each account is emptied by burning what it holds, then closed; the rent goes to the owner. */
  build(request: ReclaimRequest, expiry: BlockhashWithExpiry): Uint8Array
  /** Decodes the bytes and compares them with the request. */
  check(transaction: Uint8Array, request: ReclaimRequest): Promise<CheckResult>
}
