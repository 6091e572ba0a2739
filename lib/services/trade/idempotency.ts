import type { Executor } from '@/lib/db/client'
import { findIdempotencyKey } from '@/lib/db/order-repository'
import { AppError } from '@/lib/errors'

export type Idempotency = { key: string; bodyHash: string }

/** The order this key already names, or null. Throws `idempotency.conflict` when it named another body. */
export const replayedOrder = async (
  db: Executor,
  userId: number,
  route: string,
  idempotency: Idempotency,
): Promise<string | null> => {
  const found = await findIdempotencyKey(db, userId, route, idempotency.key)
  if (!found) return null
  if (found.bodyHash !== idempotency.bodyHash)
    throw new AppError(
      'idempotency.conflict',
      'This Idempotency-Key was used for a different request. Send a new key for a new trade.',
      { extra: { orderId: found.orderId } },
    )
  return found.orderId
}
