import type { BlockhashWithExpiry } from '@/lib/domain/execution/blockhash'
import type { CheckResult } from '@/lib/domain/execution/swap-intent'

export type TransferRequest = {
  from: string
  to: string
  amountRaw: bigint
  /** null: native SOL. */
  token: { mint: string; decimals: number; program: string } | null
}

/** Transfers of SOL and tokens between wallets. Nothing here signs or sends. */
export interface Transfers {
  /** Unsigned wire bytes; opens the receiver's token account where it has none, at the sender's cost. */
  build(request: TransferRequest, expiry: BlockhashWithExpiry): Uint8Array
  /** Decodes the bytes and compares them with the request. */
  check(transaction: Uint8Array, request: TransferRequest): Promise<CheckResult>
  /**
   * Why money must not be sent to this address, in words; null when it is an ordinary wallet. A token
   * account, a mint or a program's account could not be sent to without losing it.
   */
  whyNotAWallet(address: string): Promise<string | null>
}
