import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import type { AccountUpdate } from './account-stream'

/** Which accounts make up a pool. */
export type PoolLayout = {
  address: string
  /** Program that owns the pool account. */
  program: string
  mints: readonly [string, string]
  /** Accounts that every swap changes together: between two of their updates the pool is half a pool. */
  live: readonly string[]
  /** Accounts that change on their own, such as fee settings. The pool account itself is among these or `live`. */
  others: readonly string[]
}

/** Reads the accounts of one AMM program. Pure; refuses what it does not recognise by answering null. */
export interface PoolCodec {
  readonly program: string
  /** null: not a pool of this program, or closed for swaps. */
  layout(account: AccountUpdate): PoolLayout | null
  /** The pool seen from `baseMint`; null while an account is missing, foreign or empty. */
  snapshot(
    layout: PoolLayout,
    accounts: ReadonlyMap<string, AccountUpdate>,
    baseMint: string,
  ): PoolSnapshot | null
}
