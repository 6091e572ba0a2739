import { and, desc, eq, gt, gte, inArray, notInArray, type SQL, sql } from 'drizzle-orm'
import { orders, positions, tokens, trades } from '@/drizzle/schema'
import { liveStatuses, positionCanBecome, type PositionStatus } from '@/lib/domain/positions/position-status'
import type { Executor } from './client'
import { oneOfIds } from './one-of-ids'
import { oneOfUsers } from './one-of-users'
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

export const findPositions = async (db: Executor, ids: readonly string[]): Promise<PositionRow[]> =>
  ids.length === 0
    ? []
    : db
        .select()
        .from(positions)
        .where(inArray(positions.id, [...ids]))

/** Locks the row until the transaction ends: every exit of a position goes through here. */
export const lockPosition = async (tx: Executor, id: string): Promise<PositionRow | null> =>
  (await tx.select().from(positions).where(eq(positions.id, id)).for('no key update'))[0] ?? null

/** The same of many, without waiting: those that somebody else holds are left out. */
export const lockPositionsAtHand = (tx: Executor, ids: readonly string[]): Promise<PositionRow[]> =>
  tx.select().from(positions).where(oneOfIds(positions.id, ids)).for('no key update', { skipLocked: true })

/** Of locked, open rows: each is closing, by its exit of that number. */
export const beginClosing = async (
  tx: Executor,
  exits: readonly { position: Pick<PositionRow, 'id' | 'status'>; exitSeq: number; ladderDone: number }[],
): Promise<void> => {
  for (const { position } of exits) refuseUnlessLegal(position, 'CLOSING')
  const values = sql.join(
    exits.map(
      ({ position, exitSeq, ladderDone }) =>
        sql`(${position.id}::uuid, ${exitSeq}::integer, ${ladderDone}::integer)`,
    ),
    sql`, `,
  )
  await tx.execute(sql`
    update ${positions} set status = 'CLOSING', exit_seq = begun.seq, ladder_done = begun.done, queued_exit = null
    from (values ${values}) as begun (id, seq, done) where ${positions.id} = begun.id`)
}

const refuseUnlessLegal = ({ id, status }: Pick<PositionRow, 'id' | 'status'>, to: PositionStatus): void => {
  if (to !== status && !positionCanBecome(status, to))
    throw new Error(`position ${id} cannot go from ${status} to ${to}`)
}

/** Of a locked row. Throws on a change of status that no rule allows: terminal is terminal. */
export const updatePosition = async (
  tx: Executor,
  position: Pick<PositionRow, 'id' | 'status'>,
  change: Partial<NewPosition>,
): Promise<void> => {
  if (change.status) refuseUnlessLegal(position, change.status)
  await tx.update(positions).set(change).where(eq(positions.id, position.id))
}

const guardedColumns = {
  id: positions.id,
  userId: positions.userId,
  tokenMint: positions.tokenMint,
  status: positions.status,
  amountRaw: positions.amountRaw,
  boughtRaw: positions.boughtRaw,
  costRaw: positions.costRaw,
  feesUsd: positions.feesUsd,
  entryPriceUsd: positions.entryPriceUsd,
  takeProfitPct: positions.takeProfitPct,
  stopLossPct: positions.stopLossPct,
  trailingStopPct: positions.trailingStopPct,
  trailingActivationPct: positions.trailingActivationPct,
  breakEvenAtPct: positions.breakEvenAtPct,
  ladder: positions.ladder,
  ladderDone: positions.ladderDone,
  timeStopAt: positions.timeStopAt,
  peakPriceUsd: positions.peakPriceUsd,
  peakAmountRaw: positions.peakAmountRaw,
  breakEvenArmedAt: positions.breakEvenArmedAt,
  exitSeq: positions.exitSeq,
  decimals: tokens.decimals,
  symbol: tokens.symbol,
}

export type GuardedPosition = Pick<
  PositionRow,
  Exclude<keyof typeof guardedColumns, 'decimals' | 'symbol'>
> & {
  decimals: number
  symbol: string
  /** Open, or closing by a sale of only a part, which a full exit may still follow. */
  guarded: boolean
  updatedAt: Date
}

/** `after`: the last id of the page before, null the first; `since`: only those that changed then or later, whatever became of them. */
export type PositionPage = { since: Date | null; after: string | null; limit: number }

/** What the exit monitor must know: every open position, or those that changed, in the order of their ids. */
export const guardedPositions = async (
  db: Executor,
  { since, after, limit }: PositionPage,
): Promise<GuardedPosition[]> =>
  db
    .select({
      ...guardedColumns,
      updatedAt: positions.updatedAt,
      guarded: sql<boolean>`${positions.status} = 'OPEN' or (${positions.status} = 'CLOSING' and ${positions.queuedExit} is null and exists (
        select 1 from ${orders} where ${orders.positionId} = ${positions.id} and ${orders.side} = 'SELL' and ${orders.algorithm} = 'MARKET'
        and ${orders.status} in ('RECEIVED', 'WORKING', 'UNKNOWN', 'AWAITING_SIGNATURE') and ${orders.inputRaw} < ${positions.amountRaw}))`,
    })
    .from(positions)
    .innerJoin(tokens, eq(tokens.mint, positions.tokenMint))
    .where(
      and(
        since ? gte(positions.updatedAt, since) : sql`${positions.status} in ('OPEN', 'CLOSING')`,
        after === null ? undefined : gt(positions.id, after),
      ),
    )
    .orderBy(positions.id)
    .limit(limit)

/** When any position changed last; null where there is none. */
export const newestPositionChange = async (db: Executor): Promise<Date | null> =>
  (
    await db.select({ at: positions.updatedAt }).from(positions).orderBy(desc(positions.updatedAt)).limit(1)
  )[0]?.at ?? null

/** The tokens of which a position is open or being closed. */
export const heldMints = async (db: Executor): Promise<string[]> =>
  (
    await db
      .selectDistinct({ mint: positions.tokenMint })
      .from(positions)
      .where(inArray(positions.status, ['OPEN', 'CLOSING']))
  ).map(({ mint }) => mint)

export type ReachedState = {
  id: string
  trailingStopPct: string | null
  peak: string | null
  /** Base units the peak was measured for. */
  peakAmountRaw: bigint | null
  evened: Date | null
}

/** Which of two peaks of one position says more of what is held now, as an order of amounts. */
const measuredFor = (amount: SQL): SQL => sql`least(${amount}, ${positions.amountRaw})`

/**
 * Keeps what plans have come to. Never loosens: a peak only rises, what is armed stays armed. A peak measured for
 * less than is held now does not stand against one measured for more: a sale of more brings less a token. It leaves
 * `updated_at` alone (a trigger sees to it), or the exit monitor would read again what it has just stored.
 */
export const saveExitStates = async (db: Executor, states: readonly ReachedState[]): Promise<void> => {
  if (states.length === 0) return
  const values = sql.join(
    states.map(
      (state) =>
        sql`(${state.id}::uuid, ${state.trailingStopPct}::numeric, ${state.peak}::numeric, ${state.peakAmountRaw?.toString() ?? null}::numeric, ${state.evened?.toISOString() ?? null}::timestamptz)`,
    ),
    sql`, `,
  )
  const reached = measuredFor(sql`reached.amount`)
  const stored = measuredFor(sql`${positions.peakAmountRaw}`)
  const saysMore = sql`(trailing_stop_pct is not distinct from reached.distance and reached.peak is not null
    and (peak_price_usd is null or ${reached} > ${stored} or (${reached} = ${stored} and reached.peak > peak_price_usd)))`
  const arms = sql`(break_even_at_pct is not null and break_even_armed_at is null and reached.evened is not null)`
  await db.execute(sql`
    update ${positions} set
      peak_price_usd = case when ${saysMore} then reached.peak else peak_price_usd end,
      peak_amount_raw = case when ${saysMore} then reached.amount else peak_amount_raw end,
      break_even_armed_at = case when ${arms} then reached.evened else break_even_armed_at end
    from (values ${values}) as reached (id, distance, peak, amount, evened)
    where ${positions.id} = reached.id and ${positions.status} in ('OPEN', 'CLOSING') and (${saysMore} or ${arms})`)
}

export const trappedPositions = async (
  db: Executor,
): Promise<Pick<PositionRow, 'id' | 'walletId' | 'tokenMint' | 'amountRaw'>[]> =>
  db
    .select({
      id: positions.id,
      walletId: positions.walletId,
      tokenMint: positions.tokenMint,
      amountRaw: positions.amountRaw,
    })
    .from(positions)
    .where(eq(positions.status, 'TRAPPED'))
    .orderBy(positions.trappedAt)

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
  userIds: readonly number[],
  statuses: readonly PositionStatus[],
): Promise<PositionRow[]> =>
  db
    .select()
    .from(positions)
    .where(and(oneOfUsers(positions.userId, userIds), inArray(positions.status, [...statuses])))
