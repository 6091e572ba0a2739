import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import type { AccountUpdate } from './account-stream'

/** Which accounts make up a pool. May change with the pool account: ticks near a price that has moved are elsewhere. */
export type PoolLayout = {
  address: string
  /** Program that owns the pool account. */
  program: string
  mints: readonly [string, string]
  /** Accounts that every swap changes together: between two of their updates the pool is half a pool. */
  live: readonly string[]
  /** Accounts that change on their own, such as fee settings. The pool account itself is among these or `live`. */
  others: readonly string[]
  /** Where the tick arrays among `others` begin, in their order; they come first there. */
  ticks?: readonly number[]
  /** Its fee changes with time alone. */
  timed?: boolean
}

/** Reads the accounts of one AMM program. Pure; refuses what it does not recognise by answering null. */
export interface PoolCodec {
  readonly program: string
  /** Accounts to be read before a layout can be told, where a pool names its mints only in its settings. */
  needs?(account: AccountUpdate): readonly string[]
  /** null: not a pool of this program, or closed for swaps. `mint`: whose pool it is taken for, as not every pool names its mints. `known`: those of `needs` at least. */
  layout(account: AccountUpdate, mint: string, known: ReadonlyMap<string, AccountUpdate>): PoolLayout | null
  /** Whether `layout` still says what `account`, its pool account, is made of; false too where it closed. Cheap: asked with each change. */
  stands(layout: PoolLayout, account: AccountUpdate): boolean
  /** The pool seen from `baseMint`; null while an account is missing, foreign or empty. `at`: now, for fees that change with time. */
  snapshot(
    layout: PoolLayout,
    accounts: ReadonlyMap<string, AccountUpdate>,
    baseMint: string,
    at: Date,
  ): PoolSnapshot | null
}
