import { and, asc, eq, inArray, notExists, sql } from 'drizzle-orm'
import { orderAttempts, orders, positions, trades, wallets } from '@/drizzle/schema'
import { liveAttemptStatuses } from '@/lib/domain/orders/attempt-status'
import { liveStatuses } from '@/lib/domain/positions/position-status'
import type { Executor } from './client'
import type { OrderRow } from './order-repository'
import type { PositionRow } from './position-repository'

export type HoldingWallet = { id: string; userId: number; address: string }

/** Wallets that should hold something. */
export const walletsWithPositions = async (db: Executor): Promise<HoldingWallet[]> =>
  db
    .selectDistinct({ id: wallets.id, userId: wallets.userId, address: wallets.address })
    .from(positions)
    .innerJoin(wallets, eq(wallets.id, positions.walletId))
    .where(inArray(positions.status, [...liveStatuses]))

/** What our books say of one token in one wallet. */
export type BookedHolding = {
  mint: string
  amountRaw: bigint
  /** Rises with every fill that was booked: equal means nothing happened in between. */
  fills: number
  /** Of the last fill; a node that is older knows less than we do. */
  lastSlot: bigint
  /** A transaction is out that may change it. */
  busy: boolean
}

export const bookedHoldings = async (
  db: Executor,
  walletId: string,
  mint?: string,
): Promise<BookedHolding[]> => {
  const rows = await db
    .select({
      mint: positions.tokenMint,
      amountRaw: sql<string>`coalesce(sum(${positions.amountRaw}) filter (where ${inArray(positions.status, [...liveStatuses])}), 0)`,
    })
    .from(positions)
    .where(
      and(eq(positions.walletId, walletId), mint === undefined ? undefined : eq(positions.tokenMint, mint)),
    )
    .groupBy(positions.tokenMint)
  const fills = await db
    .select({
      mint: positions.tokenMint,
      fills: sql<string>`count(*)`,
      lastSlot: sql<string>`coalesce(max(${trades.slot}), 0)`,
    })
    .from(trades)
    .innerJoin(positions, eq(positions.id, trades.positionId))
    .where(eq(positions.walletId, walletId))
    .groupBy(positions.tokenMint)
  const busy = await db
    .selectDistinct({ mint: orders.tokenMint })
    .from(orderAttempts)
    .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
    .where(and(eq(orders.walletId, walletId), inArray(orderAttempts.status, liveAttemptStatuses)))
  const busyMints = new Set(busy.map((row) => row.mint))
  const filled = new Map(fills.map((row) => [row.mint, row]))
  return rows.map((row) => ({
    mint: row.mint,
    amountRaw: BigInt(row.amountRaw),
    fills: Number(filled.get(row.mint)?.fills ?? 0),
    lastSlot: BigInt(filled.get(row.mint)?.lastSlot ?? 0),
    busy: busyMints.has(row.mint),
  }))
}

const unfinished = ['RECEIVED', 'WORKING', 'UNKNOWN', 'AWAITING_SIGNATURE'] as const

/** Every unfinished order on one token of one wallet, locked: none of them can store a transaction meanwhile. */
export const lockOrdersOn = async (tx: Executor, walletId: string, mint: string): Promise<OrderRow[]> =>
  tx
    .select()
    .from(orders)
    .where(
      and(
        eq(orders.walletId, walletId),
        eq(orders.tokenMint, mint),
        // An order that is bought in slices stores none itself.
        eq(orders.algorithm, 'MARKET'),
        inArray(orders.status, [...unfinished]),
      ),
    )
    .orderBy(asc(orders.id))
    .for('no key update')

/** After the orders: every live position on the token, oldest first, locked. */
export const lockPositionsOn = async (
  tx: Executor,
  walletId: string,
  mint: string,
): Promise<PositionRow[]> => {
  const locked = await tx
    .select()
    .from(positions)
    .where(
      and(
        eq(positions.walletId, walletId),
        eq(positions.tokenMint, mint),
        inArray(positions.status, [...liveStatuses]),
      ),
    )
    .orderBy(asc(positions.id))
    .for('no key update')
  return locked.sort((a, b) => a.openedAt.getTime() - b.openedAt.getTime() || (a.id < b.id ? -1 : 1))
}

/** Sells that are not fills of ours count downwards from -1, beside the position's own exits. */
export const nextOutsideSeq = async (tx: Executor, positionId: string): Promise<number> => {
  const [row] = await tx
    .select({ seq: sql<number>`least(coalesce(min(${orders.exitSeq}), 0), 0) - 1` })
    .from(orders)
    .where(and(eq(orders.positionId, positionId), eq(orders.side, 'SELL')))
  return Number(row!.seq)
}

/** Sells of which nothing was ever signed. */
export const countUnsentSells = async (db: Executor): Promise<number> => {
  const signed = db
    .select({ one: sql`1` })
    .from(orderAttempts)
    .where(eq(orderAttempts.orderId, orders.id))
  const [row] = await db
    .select({ count: sql<string>`count(*)` })
    .from(orders)
    .where(
      and(
        eq(orders.side, 'SELL'),
        eq(orders.algorithm, 'MARKET'),
        inArray(orders.status, ['RECEIVED', 'WORKING']),
        notExists(signed),
      ),
    )
  return Number(row!.count)
}

/** A working sell of more than is left sells what is left. */
export const capSell = async (tx: Executor, orderId: string, inputRaw: bigint): Promise<void> => {
  await tx.update(orders).set({ inputRaw }).where(eq(orders.id, orderId))
}
