import { and, asc, eq, inArray, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { candles, orders, orderSlicings, trades } from '@/drizzle/schema'
import type { Slicing } from '@/lib/domain/execution/algorithms/slice-machine'
import type { PlannedSlice } from '@/lib/domain/execution/algorithms/slice-schedule'
import type { Executor } from './client'
import type { OrderRow } from './order-repository'

export type SlicingRow = typeof orderSlicings.$inferSelect

export const slicingOf = (row: SlicingRow): Slicing => ({
  status: row.status,
  schedule: row.schedule.map(({ inputRaw, afterMs }) => ({ inputRaw: BigInt(inputRaw), afterMs })),
  begun: row.begun,
  settled: row.settled,
  carryRaw: row.carryRaw,
  failures: row.failures,
  nextAt: row.nextAt.getTime(),
})

const scheduleRow = (schedule: readonly PlannedSlice[]): SlicingRow['schedule'] =>
  schedule.map(({ inputRaw, afterMs }) => ({ inputRaw: inputRaw.toString(), afterMs }))

export const insertSlicing = async (
  tx: Executor,
  orderId: string,
  { schedule, mostSharePct }: { schedule: readonly PlannedSlice[]; mostSharePct: string },
  at: Date,
): Promise<void> => {
  await tx.insert(orderSlicings).values({
    orderId,
    status: 'ACTIVE',
    schedule: scheduleRow(schedule),
    mostSharePct,
    nextAt: at,
    updatedAt: at,
  })
}

/** Of a sale: somebody else sells, or nothing is left; of a purchase as `mayBuyMore` has it. */
const positionIsSold = sql`exists (select 1 from orders sliced join positions held on held.id = sliced.position_id where sliced.id = order_slicings.order_id and (held.status <> 'OPEN' or (sliced.side = 'BUY' and (held.exit_seq > 0 or held.amount_raw < held.bought_raw))))`

/** Orders whose next slice may begin, or whose last one has to be looked at, those that wait longest first. */
export const dueSlicings = async (db: Executor, at: Date): Promise<string[]> => {
  const rows = await db
    .select({ orderId: orderSlicings.orderId })
    .from(orderSlicings)
    .where(
      and(
        ne(orderSlicings.status, 'ENDED'),
        or(
          and(eq(orderSlicings.status, 'ACTIVE'), lte(orderSlicings.nextAt, at)),
          eq(orderSlicings.status, 'STOPPING'),
          // It ends at once when something of its position is sold, also while it is paused.
          positionIsSold,
          sql`${orderSlicings.begun} > ${orderSlicings.settled}`,
        ),
      ),
    )
    .orderBy(asc(orderSlicings.nextAt))
    .limit(500)
  return rows.map(({ orderId }) => orderId)
}

/** After the order's own lock. */
export const lockSlicing = async (tx: Executor, orderId: string): Promise<SlicingRow | null> =>
  (await tx.select().from(orderSlicings).where(eq(orderSlicings.orderId, orderId)).for('no key update'))[0] ??
  null

/** Of a locked row. */
export const saveSlicing = async (
  tx: Executor,
  orderId: string,
  { status, begun, settled, carryRaw, failures, nextAt }: Slicing,
  change: Partial<Pick<SlicingRow, 'arrival' | 'stopReason' | 'heldSince' | 'heldWhy'>>,
  at: Date,
): Promise<void> => {
  await tx
    .update(orderSlicings)
    .set({ status, begun, settled, carryRaw, failures, nextAt: new Date(nextAt), ...change, updatedAt: at })
    .where(eq(orderSlicings.orderId, orderId))
}

export const slicingsOf = async (db: Executor, orderIds: readonly string[]): Promise<SlicingRow[]> =>
  orderIds.length === 0
    ? []
    : db
        .select()
        .from(orderSlicings)
        .where(inArray(orderSlicings.orderId, [...orderIds]))

/** The slices of orders, in their order. */
export const slicesOf = async (db: Executor, parentIds: readonly string[]): Promise<OrderRow[]> =>
  parentIds.length === 0
    ? []
    : db
        .select()
        .from(orders)
        .where(inArray(orders.parentId, [...parentIds]))
        .orderBy(asc(orders.sliceSeq))

export type SliceTrade = { orderId: string; tokenRaw: bigint; quoteRaw: bigint }

/** What slices bought or sold, by the order they belong to. */
export const tradesOfSlices = async (
  db: Executor,
  parentIds: readonly string[],
): Promise<Map<string, SliceTrade[]>> => {
  const found = new Map<string, SliceTrade[]>()
  if (parentIds.length === 0) return found
  const rows = await db
    .select({
      parentId: orders.parentId,
      orderId: orders.id,
      tokenRaw: trades.tokenRaw,
      quoteRaw: trades.quoteRaw,
    })
    .from(trades)
    .innerJoin(orders, eq(orders.id, trades.orderId))
    .where(inArray(orders.parentId, [...parentIds]))
  for (const { parentId, ...trade } of rows) found.set(parentId!, [...(found.get(parentId!) ?? []), trade])
  return found
}

/**
 * Where the next slices go; in the transaction that books one. The first position stays: one that a late slice opened,
 * because the first was being sold, is not what the order goes on with.
 */
export const setSlicedPosition = async (
  tx: Executor,
  parentId: string,
  positionId: string,
): Promise<void> => {
  await tx
    .update(orders)
    .set({ positionId })
    .where(and(eq(orders.id, parentId), isNull(orders.positionId)))
}

const DAY_SECONDS = 86_400
const DAYS = 7

/**
 * Dollars traded in each of the coming `count` stretches of `seconds`, as the same stretches of the last seven days
 * together saw; null where no volume is stored.
 */
export const usualVolumes = async (
  db: Executor,
  mint: string,
  now: Date,
  { count, seconds }: { count: number; seconds: number },
): Promise<number[] | null> => {
  const since = new Date(now.getTime() - DAYS * DAY_SECONDS * 1_000)
  const bucket = sql<string>`floor(mod(extract(epoch from ${candles.time} - ${since.toISOString()}::timestamptz), ${DAY_SECONDS}) / ${seconds})`
  const rows = await db
    .select({ bucket, volume: sql<string>`sum(${candles.volumeUsd})` })
    .from(candles)
    .where(
      and(
        eq(candles.tokenMint, mint),
        sql`${candles.time} >= ${since.toISOString()}::timestamptz`,
        sql`mod(extract(epoch from ${candles.time} - ${since.toISOString()}::timestamptz), ${DAY_SECONDS}) < ${count * seconds}`,
      ),
    )
    .groupBy(bucket)
  if (rows.length === 0) return null
  const volumes = Array<number>(count).fill(0)
  for (const row of rows) volumes[Number(row.bucket)] = Number(row.volume)
  return volumes
}
