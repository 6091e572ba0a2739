import type { OperationRow } from '@/lib/db/wallet-operation-repository'
import type { WalletRow } from '@/lib/db/wallet-repository'
import type { BlockhashWithExpiry } from '@/lib/domain/execution/blockhash'
import type { Reclaims } from '@/lib/ports/reclaims'
import type { Transfers } from '@/lib/ports/transfers'
import type { ExecutionDeps } from '../execution/execution-deps'

export type OperationDeps = Pick<
  ExecutionDeps,
  'db' | 'chain' | 'sender' | 'signer' | 'live' | 'logger' | 'now' | 'newId' | 'random' | 'pause'
> & { transfers: Transfers; reclaims: Reclaims }

/**
 * Builds one kind's transaction, checks and simulates it. Nothing is signed here. An AppError that is
 * `retryable` is tried again; any other error refuses the operation for good, with its message.
 */
export type OperationPreparer = (
  deps: OperationDeps,
  row: OperationRow,
  wallet: WalletRow,
) => Promise<{ transaction: Uint8Array; expiry: BlockhashWithExpiry }>
