import { and, eq, gte, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import {
  lots,
  lotSales,
  orderAttempts,
  orders,
  positionDayMarks,
  positions,
  tokens,
  trades,
} from '@/drizzle/schema'
import { liveStatuses } from '@/lib/domain/positions/position-status'
import type { Executor } from './client'
import { oneOfUsers } from './one-of-users'

/** A position may be booked as closed a little before the chain's own time of its last sale. */
const CLOSED_MARGIN_MS = 300_000

export type DayRow = {
  id: string
  userId: number
  tokenMint: string
  decimals: number
  status: (typeof positions.$inferSelect)['status']
  amountRaw: bigint
  entryPriceUsd: string
  stopLossPct: string
  boughtTodayRaw: bigint
  soldTodayRaw: bigint
  paidTodayRaw: bigint
  receivedTodayRaw: bigint
  feesTodayUsd: string
  /** Of its last purchase of today; null when it was not bought today. */
  lastBoughtAt: Date | null
  markPriceUsd: string | null
}

/** Every position of the users that is held now or was closed since `dayStart`, with what moved since then. */
export const dayRows = async (
  db: Executor,
  userIds: readonly number[],
  dayStart: Date,
): Promise<DayRow[]> => {
  const day = dayStart.toISOString().slice(0, 10)
  // Of each position by itself: there are indexes for it, and what everybody traded today is much more.
  const bought = db
    .select({
      tokenRaw: sql<string>`sum(${lots.boughtRaw})`.as('bought_raw_sum'),
      quoteRaw: sql<string>`sum(${lots.costRaw})`.as('cost_raw_sum'),
      last: sql<string>`extract(epoch from max(${lots.openedAt}))`.as('last_bought'),
    })
    .from(lots)
    .where(and(eq(lots.positionId, positions.id), gte(lots.openedAt, dayStart)))
    .as('bought')
  const sold = db
    .select({
      tokenRaw: sql<string>`sum(${lotSales.soldRaw})`.as('sold_raw_sum'),
      quoteRaw: sql<string>`sum(${lotSales.proceedsRaw})`.as('proceeds_raw_sum'),
    })
    .from(lotSales)
    .where(and(eq(lotSales.positionId, positions.id), gte(lotSales.at, dayStart)))
    .as('sold')
  const fees = db
    .select({ usd: sql<string>`sum(${trades.feeUsd})`.as('fee_usd_sum') })
    .from(trades)
    .where(and(eq(trades.positionId, positions.id), gte(trades.executedAt, dayStart)))
    .as('fees')
  const rows = await db
    .select({
      id: positions.id,
      userId: positions.userId,
      tokenMint: positions.tokenMint,
      status: positions.status,
      amountRaw: positions.amountRaw,
      entryPriceUsd: positions.entryPriceUsd,
      stopLossPct: positions.stopLossPct,
      decimals: tokens.decimals,
      markPriceUsd: positionDayMarks.priceUsd,
      boughtTodayRaw: bought.tokenRaw,
      paidTodayRaw: bought.quoteRaw,
      lastBought: bought.last,
      soldTodayRaw: sold.tokenRaw,
      receivedTodayRaw: sold.quoteRaw,
      feesTodayUsd: fees.usd,
    })
    .from(positions)
    .innerJoin(tokens, eq(tokens.mint, positions.tokenMint))
    .leftJoinLateral(bought, sql`true`)
    .leftJoinLateral(sold, sql`true`)
    .leftJoinLateral(fees, sql`true`)
    .leftJoin(
      positionDayMarks,
      and(eq(positionDayMarks.positionId, positions.id), eq(positionDayMarks.day, day)),
    )
    .where(
      and(
        oneOfUsers(positions.userId, userIds),
        or(
          inArray(positions.status, [...liveStatuses]),
          gte(positions.closedAt, new Date(dayStart.getTime() - CLOSED_MARGIN_MS)),
        ),
      ),
    )
  return rows.map(({ lastBought, ...row }) => ({
    ...row,
    boughtTodayRaw: BigInt(row.boughtTodayRaw ?? 0),
    soldTodayRaw: BigInt(row.soldTodayRaw ?? 0),
    paidTodayRaw: BigInt(row.paidTodayRaw ?? 0),
    receivedTodayRaw: BigInt(row.receivedTodayRaw ?? 0),
    feesTodayUsd: row.feesTodayUsd ?? '0',
    lastBoughtAt: lastBought === null ? null : new Date(Number(lastBought) * 1_000),
  }))
}

type FailedFees = { usd: string; unvaluedLamports: bigint }

/**
 * Dollars burnt since `since` by transactions that landed and failed, and lamports not yet put into dollars. Has an
 * answer for every user that is asked for.
 */
export const failedFeesSince = async (
  db: Executor,
  userIds: readonly number[],
  since: Date,
): Promise<ReadonlyMap<number, FailedFees>> => {
  const unvalued = isNull(orderAttempts.feeUsd)
  const rows = await db
    .select({
      userId: orders.userId,
      usd: sql<string>`coalesce(sum(${orderAttempts.feeUsd}), 0)`,
      lamports: sql<string>`coalesce(sum(${orderAttempts.feeLamports}) filter (where ${unvalued}), 0)`,
    })
    .from(orderAttempts)
    .innerJoin(orders, eq(orders.id, orderAttempts.orderId))
    .where(
      and(
        oneOfUsers(orders.userId, userIds),
        eq(orderAttempts.status, 'FAILED'),
        gte(orderAttempts.resolvedAt, since),
      ),
    )
    .groupBy(orders.userId)
  const found = new Map(rows.map((row) => [row.userId, row]))
  const feesOf = (userId: number): FailedFees => {
    const row = found.get(userId)
    return { usd: row?.usd ?? '0', unvaluedLamports: BigInt(row?.lamports ?? 0) }
  }
  return new Map(userIds.map((userId) => [userId, feesOf(userId)]))
}

/** The last price known of each mint before a moment: our own prices, else the bars. However old. */
export const pricesBefore = async (
  db: Executor,
  mints: readonly string[],
  before: Date,
): Promise<ReadonlyMap<string, string>> => {
  if (mints.length === 0) return new Map()
  const at = sql`${before.toISOString()}::timestamptz`
  const list = sql.join(
    mints.map((mint) => sql`(${mint})`),
    sql`, `,
  )
  const rows = await db.execute<{ mint: string; price: string | null }>(sql`
    select wanted.mint, (
      select price from (
        (select time, price_usd as price from token_prices where token_mint = wanted.mint and time < ${at}
          and time >= ${at} - interval '2 days' order by time desc limit 1)
        union all
        (select time, close as price from candles where token_mint = wanted.mint and time < ${at} order by time desc limit 1)
      ) as known order by time desc limit 1) as price
    from (values ${list}) as wanted(mint)`)
  return new Map(rows.flatMap(({ mint, price }) => (price === null ? [] : [[mint, price] as const])))
}

/** Live positions opened before `dayStart` that have no mark of that day yet. */
export const unmarkedPositions = async (db: Executor, dayStart: Date) => {
  const day = dayStart.toISOString().slice(0, 10)
  return db
    .select({
      id: positions.id,
      tokenMint: positions.tokenMint,
      status: positions.status,
      amountRaw: positions.amountRaw,
      entryPriceUsd: positions.entryPriceUsd,
      decimals: tokens.decimals,
    })
    .from(positions)
    .innerJoin(tokens, eq(tokens.mint, positions.tokenMint))
    .where(
      and(
        inArray(positions.status, [...liveStatuses]),
        lt(positions.openedAt, dayStart),
        sql`not exists (select 1 from ${positionDayMarks} where ${positionDayMarks.positionId} = ${positions.id} and ${positionDayMarks.day} = ${day})`,
      ),
    )
}

/** The first mark of a day stands. */
export const insertDayMarks = async (
  db: Executor,
  rows: readonly (typeof positionDayMarks.$inferInsert)[],
): Promise<void> => {
  if (rows.length > 0)
    await db
      .insert(positionDayMarks)
      .values([...rows])
      .onConflictDoNothing()
}
