import { desc, eq, sql } from 'drizzle-orm'
import { tokenPrices } from '@/drizzle/schema'
import type { Candle } from '@/lib/domain/tokens/candle'
import { candleOf, type CandleRecord } from './candle-repository'
import type { Executor } from './client'

export type NewPrice = typeof tokenPrices.$inferInsert

const ROWS_A_STATEMENT = 1_000

export const insertPrices = async (db: Executor, rows: readonly NewPrice[]): Promise<void> => {
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT)
    await db.insert(tokenPrices).values(rows.slice(start, start + ROWS_A_STATEMENT))
}

/** However old. */
export const lastStoredPrice = async (db: Executor, mint: string): Promise<string | null> => {
  const [row] = await db
    .select({ priceUsd: tokenPrices.priceUsd })
    .from(tokenPrices)
    .where(eq(tokenPrices.tokenMint, mint))
    .orderBy(desc(tokenPrices.time))
    .limit(1)
  return row?.priceUsd ?? null
}

/** One-second bars of the last `seconds`, oldest first; seconds without a change of price are absent. */
export const secondCandles = async (
  db: Executor,
  mint: string,
  now: Date,
  seconds: number,
): Promise<Candle[]> => {
  const rows = await db.execute<CandleRecord>(sql`
    select extract(epoch from date_trunc('second', ${tokenPrices.time})) as time,
      (array_agg(${tokenPrices.priceUsd} order by ${tokenPrices.time}))[1] as open,
      max(${tokenPrices.priceUsd}) as high,
      min(${tokenPrices.priceUsd}) as low,
      (array_agg(${tokenPrices.priceUsd} order by ${tokenPrices.time} desc))[1] as close,
      0 as volume
    from ${tokenPrices}
    where ${tokenPrices.tokenMint} = ${mint}
      and ${tokenPrices.time} > ${new Date(now.getTime() - seconds * 1_000).toISOString()}::timestamptz
    group by 1 order by 1`)
  return rows.map(candleOf)
}

/** Makes the partitions of the coming days and drops what is older than `keepDays`, on either kind of table. */
export const maintainPrices = async (db: Executor, today: Date, keepDays: number): Promise<void> => {
  const day = today.toISOString().slice(0, 10)
  const oldest = new Date(today.getTime() - keepDays * 86_400_000).toISOString().slice(0, 10)
  await db.execute(sql`select jarvis_ensure_partitions('token_prices', ${day}::date, 8)`)
  await db.execute(sql`select jarvis_drop_partitions('token_prices', ${oldest}::date)`)
  const [row] = await db.execute<{ timescale: boolean }>(sql`select jarvis_has_timescale() as timescale`)
  if (row?.timescale)
    await db.execute(sql`select drop_chunks('token_prices', older_than => ${oldest}::timestamptz)`)
}
