import { and, desc, eq, inArray, notInArray, sql } from 'drizzle-orm'
import { positions, tokens, trades } from '@/drizzle/schema'
import { liveStatuses, positionCanBecome, type PositionStatus } from '@/lib/domain/positions/position-status'
import type { Executor } from './client'
import { decodeCursor } from './page-cursor'

export type PositionRow = typeof positions.$inferSelect
export type NewPosition = typeof positions.$inferInsert
export type TradeRow = typeof trades.$inferInsert

export const insertPosition = async (tx: Executor, row: NewPosition): Promise<void> => {
  await tx.insert(positions).values(row)
}

export const insertTrade = async (tx: Executor, row: TradeRow): Promise<void> => {
  await tx.insert(trades).values(row)
}

export const findPosition = async (db: Executor, id: string): Promise<PositionRow | null> =>
  (await db.select().from(positions).where(eq(positions.id, id)))[0] ?? null

/** Locks the row until the transaction ends: every exit of a position goes through here. */
export const lockPosition = async (tx: Executor, id: string): Promise<PositionRow | null> =>
  (await tx.select().from(positions).where(eq(positions.id, id)).for('no key update'))[0] ?? null

/** Of a locked row. Throws on a change of status that no rule allows: terminal is terminal. */
export const updatePosition = async (
  tx: Executor,
  position: Pick<PositionRow, 'id' | 'status'>,
  change: Partial<NewPosition>,
): Promise<void> => {
  if (
    change.status &&
    change.status !== position.status &&
    !positionCanBecome(position.status, change.status)
  )
    throw new Error(`position ${position.id} cannot go from ${position.status} to ${change.status}`)
  await tx.update(positions).set(change).where(eq(positions.id, position.id))
}

export type GuardedPosition = Pick<
  PositionRow,
  'id' | 'userId' | 'tokenMint' | 'amountRaw' | 'entryPriceUsd' | 'takeProfitPct' | 'stopLossPct' | 'exitSeq'
> & { decimals: number }

/** Every position the exit monitor must watch. */
export const openPositions = async (db: Executor): Promise<GuardedPosition[]> =>
  db
    .select({
      id: positions.id,
      userId: positions.userId,
      tokenMint: positions.tokenMint,
      amountRaw: positions.amountRaw,
      entryPriceUsd: positions.entryPriceUsd,
      takeProfitPct: positions.takeProfitPct,
      stopLossPct: positions.stopLossPct,
      exitSeq: positions.exitSeq,
      decimals: tokens.decimals,
    })
    .from(positions)
    .innerJoin(tokens, eq(tokens.mint, positions.tokenMint))
    .where(eq(positions.status, 'OPEN'))

/** Everything still held, of all users. */
export const livePositions = async (db: Executor): Promise<PositionRow[]> =>
  db
    .select()
    .from(positions)
    .where(inArray(positions.status, [...liveStatuses]))

export const usersWithLivePositions = async (db: Executor): Promise<number[]> => {
  const rows = await db
    .selectDistinct({ userId: positions.userId })
    .from(positions)
    .where(inArray(positions.status, [...liveStatuses]))
  return rows.map((row) => row.userId)
}

export type PositionQuery = {
  userId: number
  status: 'open' | 'closed' | 'all'
  cursor?: string | undefined
  limit: number
}

const statusFilter = (status: PositionQuery['status']) =>
  status === 'open'
    ? inArray(positions.status, [...liveStatuses])
    : status === 'closed'
      ? notInArray(positions.status, [...liveStatuses])
      : undefined

/** Newest first, one more than asked for. */
export const listPositionRows = async (db: Executor, query: PositionQuery): Promise<PositionRow[]> => {
  const cursor = query.cursor ? decodeCursor(query.cursor) : null
  return db
    .select()
    .from(positions)
    .where(
      and(
        eq(positions.userId, query.userId),
        statusFilter(query.status),
        cursor
          ? sql`(${positions.openedAt}, ${positions.id}) < (${cursor.at.toISOString()}::timestamptz, ${cursor.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(positions.openedAt), desc(positions.id))
    .limit(query.limit + 1)
}

export const positionsByStatus = async (
  db: Executor,
  userId: number,
  statuses: readonly PositionStatus[],
): Promise<PositionRow[]> =>
  db
    .select()
    .from(positions)
    .where(and(eq(positions.userId, userId), inArray(positions.status, [...statuses])))
