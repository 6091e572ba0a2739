import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import { orders, positions, signatureRequests, traderPresence } from '@/drizzle/schema'
import type { Executor } from './client'
import { isPresent } from './presence-repository'

export type SignatureRequestRow = typeof signatureRequests.$inferSelect

/** Of one order, the newest first. */
export const signatureRequestsOf = async (db: Executor, orderId: string): Promise<SignatureRequestRow[]> =>
  db
    .select()
    .from(signatureRequests)
    .where(eq(signatureRequests.orderId, orderId))
    .orderBy(desc(signatureRequests.seq))

type NewRequest = typeof signatureRequests.$inferInsert

/** Older than this its blockhash has been dead for minutes, whatever the speed of the chain. */
const KEPT_MS = 10 * 60_000

/** Adds it to the order's requests, of which those that can no longer land are dropped. */
export const insertSignatureRequest = async (tx: Executor, row: NewRequest): Promise<void> => {
  await tx
    .delete(signatureRequests)
    .where(
      and(
        eq(signatureRequests.orderId, row.orderId),
        lt(signatureRequests.builtAt, new Date(row.builtAt.getTime() - KEPT_MS)),
      ),
    )
  await tx.insert(signatureRequests).values(row)
}

/** What was asked for this order is offered no more. */
export const lapseRequests = async (tx: Executor, orderId: string, lapsedAt: Date): Promise<void> => {
  await tx
    .update(signatureRequests)
    .set({ lapsedAt })
    .where(and(eq(signatureRequests.orderId, orderId), isNull(signatureRequests.lapsedAt)))
}

/** Of those of these orders that wait for a signature: the newest request each that is still offered. */
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
        .where(and(inArray(signatureRequests.orderId, [...orderIds]), isNull(signatureRequests.lapsedAt)))
        .orderBy(signatureRequests.orderId, desc(signatureRequests.seq))

export type AwaitingOrder = {
  id: string
  userId: number
  side: 'BUY' | 'SELL'
  builtAt: Date
  lastValidBlockHeight: bigint
  /** A sell of a part, behind which the sale of everything waits. */
  isOutdated: boolean
  lapsedAt: Date | null
  /** Somebody is there who could sign. */
  isPresent: boolean
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
      lapsedAt: signatureRequests.lapsedAt,
      isPresent,
    })
    .from(orders)
    .innerJoin(signatureRequests, eq(signatureRequests.orderId, orders.id))
    .leftJoin(positions, eq(positions.id, orders.positionId))
    .leftJoin(traderPresence, eq(traderPresence.userId, orders.userId))
    .where(eq(orders.status, 'AWAITING_SIGNATURE'))
    .orderBy(orders.id, desc(signatureRequests.seq))
