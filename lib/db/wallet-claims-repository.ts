import { and, eq, gte, inArray, or, sql } from 'drizzle-orm'
import { orders, positions, trades, walletOperations } from '@/drizzle/schema'
import { liveStatuses } from '@/lib/domain/positions/position-status'
import type { Executor } from './client'
import { isNoSlice, unspentInput } from './unspent-input'

const WORKING = ['RECEIVED', 'WORKING', 'UNKNOWN', 'AWAITING_SIGNATURE'] as const
const FINISHED = ['FILLED', 'PARTIALLY_FILLED'] as const

export type WalletClaimRows = {
  /** Base units of the mint that live positions hold. */
  positionsRaw: bigint
  /** USDC base units of accepted entries, those filled at or after `since` included. */
  entriesUsdcRaw: bigint
  openPositions: number
  pendingEntries: number
  /** A trade of the mint is under way, or ended after `since`: balance and books may not fit together yet. */
  mintIsMoving: boolean
}

/** What orders and positions claim of a wallet. `mint` null asks for no token. */
export const walletClaims = async (
  tx: Executor,
  walletId: string,
  mint: string | null,
  since: Date,
): Promise<WalletClaimRows> => {
  const [held] = await tx
    .select({
      count: sql<string>`count(*)`,
      raw: sql<string>`coalesce(sum(${positions.amountRaw}) filter (where ${positions.tokenMint} = ${mint}), 0)`,
    })
    .from(positions)
    .where(and(eq(positions.walletId, walletId), inArray(positions.status, [...liveStatuses])))
  const working = inArray(orders.status, [...WORKING])
  const unsettled = or(working, and(inArray(orders.status, [...FINISHED]), gte(orders.updatedAt, since)))
  const buy = eq(orders.side, 'BUY')
  const [claimed] = await tx
    .select({
      entries: sql<string>`coalesce(sum(${unspentInput(since)}) filter (where ${buy}), 0)`,
      pending: sql<string>`count(*) filter (where ${and(buy, working)})`,
      moving: sql<string>`count(*) filter (where ${orders.tokenMint} = ${mint})`,
    })
    .from(orders)
    .where(and(eq(orders.walletId, walletId), isNoSlice, unsettled))
  return {
    positionsRaw: BigInt(held!.raw),
    entriesUsdcRaw: BigInt(claimed!.entries),
    openPositions: Number(held!.count),
    pendingEntries: Number(claimed!.pending),
    mintIsMoving: mint !== null && Number(claimed!.moving) > 0,
  }
}

/** Live positions of a wallet, and entries that may still open one. */
export const countLivePositionsOf = async (tx: Executor, walletId: string): Promise<number> => {
  const { openPositions, pendingEntries } = await walletClaims(tx, walletId, null, new Date())
  return openPositions + pendingEntries
}

/** Of the newest transaction of a wallet that is booked; 0 when there is none. */
export const lastSlotOf = async (db: Executor, walletId: string): Promise<bigint> => {
  const [traded] = await db
    .select({ slot: sql<string>`coalesce(max(${trades.slot}), 0)` })
    .from(trades)
    .innerJoin(orders, eq(orders.id, trades.orderId))
    .where(eq(orders.walletId, walletId))
  const [moved] = await db
    .select({ slot: sql<string>`coalesce(max(${walletOperations.slot}), 0)` })
    .from(walletOperations)
    .where(eq(walletOperations.walletId, walletId))
  const slots = [BigInt(traded!.slot), BigInt(moved!.slot)] as const
  return slots[0] > slots[1] ? slots[0] : slots[1]
}
