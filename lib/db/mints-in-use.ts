import { and, eq, gte, inArray, isNotNull, ne, or } from 'drizzle-orm'
import { orders, positions, walletOperations } from '@/drizzle/schema'
import { liveStatuses } from '@/lib/domain/positions/position-status'
import { unfinishedOperationStatuses } from '@/lib/domain/wallets/operation-status'
import type { Executor } from './client'

const WORKING = ['RECEIVED', 'WORKING', 'UNKNOWN', 'AWAITING_SIGNATURE'] as const

/**
 * Mints of a wallet whose token accounts a position holds, or an order or transfer uses or has used since a
 * moment. Call it under the user's lock.
 */
export const mintsInUse = async (
  tx: Executor,
  walletId: string,
  since: Date,
  exceptOperation?: string,
): Promise<ReadonlySet<string>> => {
  const held = await tx
    .selectDistinct({ mint: positions.tokenMint })
    .from(positions)
    .where(and(eq(positions.walletId, walletId), inArray(positions.status, [...liveStatuses])))
  const traded = await tx
    .selectDistinct({ mint: orders.tokenMint })
    .from(orders)
    .where(
      and(
        eq(orders.walletId, walletId),
        ne(orders.status, 'DENIED'),
        or(inArray(orders.status, [...WORKING]), gte(orders.updatedAt, since)),
      ),
    )
  const moved = await tx
    .selectDistinct({ mint: walletOperations.mint })
    .from(walletOperations)
    .where(
      and(
        eq(walletOperations.walletId, walletId),
        isNotNull(walletOperations.mint),
        exceptOperation === undefined ? undefined : ne(walletOperations.id, exceptOperation),
        inArray(walletOperations.status, [...unfinishedOperationStatuses]),
      ),
    )
  return new Set([...held, ...traded, ...moved].flatMap(({ mint }) => mint ?? []))
}
