import { desc, eq, inArray, sql } from 'drizzle-orm'
import { orders, positions, signatureRequests } from '@/drizzle/schema'
import type { Executor } from './client'

export type SignatureRequestRow = typeof signatureRequests.$inferSelect

/** Of one order, the newest first. */
export const signatureRequestsOf = async (db: Executor, orderId: string): Promise<SignatureRequestRow[]> =>
  db
    .select()
    .from(signatureRequests)
    .where(eq(signatureRequests.orderId, orderId))
    .orderBy(desc(signatureRequests.seq))

export const insertSignatureRequest = async (tx: Executor, row: SignatureRequestRow): Promise<void> => {
  await tx.insert(signatureRequests).values(row)
}

/** Of those of these orders that wait for a signature: the newest request each. */
export const openRequestsOf = async (
  db: Executor,
  orderIds: readonly string[],
): Promise<
  Pick<
    SignatureRequestRow,
    'orderId' | 'transaction' | 'builtAt' | 'inputRaw' | 'quotedOutRaw' | 'minOutRaw'
  >[]
> =>
  orderIds.length === 0
    ? []
    : db
        .selectDistinctOn([signatureRequests.orderId], {
          orderId: signatureRequests.orderId,
          transaction: signatureRequests.transaction,
          builtAt: signatureRequests.builtAt,
          inputRaw: signatureRequests.inputRaw,
          quotedOutRaw: signatureRequests.quotedOutRaw,
          minOutRaw: signatureRequests.minOutRaw,
        })
        .from(signatureRequests)
        .where(inArray(signatureRequests.orderId, [...orderIds]))
        .orderBy(signatureRequests.orderId, desc(signatureRequests.seq))

export type AwaitingOrder = {
  id: string
  userId: number
  side: 'BUY' | 'SELL'
  builtAt: Date
  lastValidBlockHeight: bigint
  /** A sell of a part, behind which the sale of everything waits. */
  isOutdated: boolean
}

/** Every order that waits for a wallet, with what it was asked last. */
export const awaitingOrders = async (db: Executor): Promise<AwaitingOrder[]> =>
  db
    .selectDistinctOn([orders.id], {
      id: orders.id,
      userId: orders.userId,
      side: orders.side,
      builtAt: signatureRequests.builtAt,
      lastValidBlockHeight: signatureRequests.lastValidBlockHeight,
      isOutdated: sql<boolean>`coalesce(${orders.side} = 'SELL' and ${positions.queuedExit} is not null, false)`,
    })
    .from(orders)
    .innerJoin(signatureRequests, eq(signatureRequests.orderId, orders.id))
    .leftJoin(positions, eq(positions.id, orders.positionId))
    .where(eq(orders.status, 'AWAITING_SIGNATURE'))
    .orderBy(orders.id, desc(signatureRequests.seq))
