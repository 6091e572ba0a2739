import { and, eq, gt, inArray, isNull, lte, or, type SQL } from 'drizzle-orm'
import { orders } from '@/drizzle/schema'
import type { StoredSafety } from '@/lib/domain/tokens/safety'
import type { Executor } from './client'

/** The rows that `waitsForPrice` means: limit entries whose price has not come. */
const waiting = (): SQL =>
  and(eq(orders.type, 'LIMIT'), eq(orders.status, 'WORKING'), isNull(orders.triggeredAt))!

export type WaitingOrder = {
  id: string
  tokenMint: string
  inputRaw: bigint
  limitPriceUsd: string
  expiresAt: Date
  /** Not to be tried again before this time. */
  notBefore: Date | null
}

export const waitingOrders = async (db: Executor): Promise<WaitingOrder[]> => {
  const rows = await db
    .select({
      id: orders.id,
      tokenMint: orders.tokenMint,
      inputRaw: orders.inputRaw,
      limitPriceUsd: orders.limitPriceUsd,
      expiresAt: orders.expiresAt,
      notBefore: orders.notBefore,
    })
    .from(orders)
    .where(waiting())
  return rows.map((row) => ({ ...row, limitPriceUsd: row.limitPriceUsd!, expiresAt: row.expiresAt! }))
}

/** Compare-and-set: its price has come, and it is executed from now on. False: somebody else was first, or it is over. */
export const markTriggered = async (
  tx: Executor,
  id: string,
  at: Date,
  safety: StoredSafety,
): Promise<boolean> => {
  const moved = await tx
    .update(orders)
    .set({ triggeredAt: at, updatedAt: at, notBefore: null, safety, ...NOT_HELD })
    .where(
      and(
        eq(orders.id, id),
        waiting(),
        gt(orders.expiresAt, at),
        or(isNull(orders.notBefore), lte(orders.notBefore, at)),
      ),
    )
    .returning({ id: orders.id })
  return moved.length === 1
}

type Held = Pick<typeof orders.$inferSelect, 'denialCode' | 'denialDetail' | 'denialExtra'>
const NOT_HELD: Held = { denialCode: null, denialDetail: null, denialExtra: null }

/**
 * Of a locked row without a live attempt: it waits, again or still, and is not tried before `notBefore`. `held`:
 * what our rules held it back for.
 */
export const markWaiting = async (
  tx: Executor,
  id: string,
  at: Date,
  notBefore: Date,
  held: Held = NOT_HELD,
): Promise<boolean> => {
  const moved = await tx
    .update(orders)
    .set({ status: 'WORKING', triggeredAt: null, updatedAt: at, notBefore, ...held })
    .where(
      and(
        eq(orders.id, id),
        eq(orders.type, 'LIMIT'),
        inArray(orders.status, ['WORKING', 'UNKNOWN']),
        gt(orders.expiresAt, at),
      ),
    )
    .returning({ id: orders.id })
  return moved.length === 1
}
