import type { Executor } from '@/lib/db/client'
import { findOperationByKey, type OperationRow } from '@/lib/db/wallet-operation-repository'
import type { OperationKind } from '@/lib/domain/wallets/operation-status'
import { AppError } from '@/lib/errors'
import type { Idempotency } from '../trade/idempotency'

/** The operation this key already names, or null. Throws `idempotency.conflict` when it named another body. */
export const replayedOperation = async (
  db: Executor,
  userId: number,
  kind: OperationKind,
  idempotency: Idempotency,
): Promise<OperationRow | null> => {
  const found = await findOperationByKey(db, userId, kind, idempotency.key)
  if (found && found.bodyHash !== idempotency.bodyHash)
    throw new AppError(
      'idempotency.conflict',
      'This Idempotency-Key was used for a different request. Send a new key for a new one.',
      { extra: { operationId: found.id } },
    )
  return found
}
