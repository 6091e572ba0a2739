import { and, eq, inArray } from 'drizzle-orm'
import { orderAttempts, orders, positions, userPreferences, wallets } from '@/drizzle/schema'
import { DEFAULT_VENUE_POLICY, type VenuePolicy } from '@/lib/domain/execution/rank-bids'
import { canBecome } from '@/lib/domain/orders/order-status'
import { liveAttemptStatuses } from '@/lib/domain/orders/attempt-status'
import type { AttemptRow } from './attempt-repository'
import { grouped } from './grouped'
import { oneOfIds } from './one-of-ids'
import type { OrderRow } from './order-repository'
import type { PositionRow } from './position-repository'
import type { WalletRow } from './wallet-repository'

/** An order with all that its execution looks at before it acts, as they were at one moment. */
export type StoredJob = {
  order: OrderRow
  wallet: WalletRow
  /** The attempt that may still land. */
  live: AttemptRow | null
  /** Of a sell: what its position holds, and the full exit that waits behind it. */
  held: Pick<PositionRow, 'amountRaw' | 'queuedExit'> | null
  /** The trader's own, or the house's. */
  venuePolicy: VenuePolicy
}

export const findJob = grouped<string, StoredJob | null>(async (db, ids) => {
  const rows = await db
    .select({
      order: orders,
      wallet: wallets,
      live: orderAttempts,
      venuePolicy: userPreferences.venuePolicy,
      held: { amountRaw: positions.amountRaw, queuedExit: positions.queuedExit },
    })
    .from(orders)
    .innerJoin(wallets, eq(wallets.id, orders.walletId))
    .leftJoin(
      orderAttempts,
      and(eq(orderAttempts.orderId, orders.id), inArray(orderAttempts.status, liveAttemptStatuses)),
    )
    .leftJoin(positions, eq(positions.id, orders.positionId))
    .leftJoin(userPreferences, eq(userPreferences.userId, orders.userId))
    .where(oneOfIds(orders.id, ids))
  const byId = new Map(
    rows.map((row) => [row.order.id, { ...row, venuePolicy: row.venuePolicy ?? DEFAULT_VENUE_POLICY }]),
  )
  return ids.map((id) => byId.get(id) ?? null)
})

/**
 * Compare-and-set from RECEIVED to WORKING. False: someone else moved it first, or holds its row just now. A group
 * waits for no row, so that none can hold up the others.
 */
export const startOrder = grouped<{ id: string; at: Date }, boolean>(async (db, asked) => {
  if (!canBecome('RECEIVED', 'WORKING')) throw new Error('an order cannot be started')
  const wanted = oneOfIds(
    orders.id,
    asked.map(({ id }) => id),
  )
  const free = db
    .select({ id: orders.id })
    .from(orders)
    .where(and(wanted, eq(orders.status, 'RECEIVED')))
    .for('no key update', { skipLocked: true })
  const moved = await db
    .update(orders)
    .set({ status: 'WORKING', updatedAt: asked[0]!.at })
    .where(inArray(orders.id, free))
    .returning({ id: orders.id })
  const ids = new Set(moved.map(({ id }) => id))
  return asked.map(({ id }) => ids.delete(id))
})
