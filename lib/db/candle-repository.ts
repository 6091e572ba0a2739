import { inArray, lt, sql } from 'drizzle-orm'
import { candles } from '@/drizzle/schema'
import type { Candle } from '@/lib/domain/tokens/candle'
import type { Executor } from './client'

export type MinuteCandle = Candle & { mint: string }

const ROWS_A_STATEMENT = 1_000
const MINUTE_MS = 60_000
/** A bar we saw nearly every minute of needs no history from a vendor. */
const FULL_ENOUGH = 0.9

export type CandleRecord = {
  time: string
  open: string
  high: string
  low: string
  close: string
  volume: string
}
/** `numeric` arrives as text; trailing zeros of a sum are left out of answers. */
export const candleOf = (row: CandleRecord): Candle => ({
  time: Number(row.time),
  open: String(row.open),
  high: String(row.high),
  low: String(row.low),
  close: String(row.close),
  volumeUsd: String(row.volume),
})

const valuesOf = (bars: readonly MinuteCandle[], source: string) =>
  bars.map(({ mint, time, ...bar }) => ({ tokenMint: mint, time: new Date(time * 1_000), ...bar, source }))

/** Bars of our own prices: widens what is there, so a restart or a second worker in the same minute loses nothing. */
export const mergeCandles = async (
  db: Executor,
  bars: readonly MinuteCandle[],
  source: string,
): Promise<void> => {
  const ordered = [...bars].sort((left, right) => left.time - right.time || (left.mint < right.mint ? -1 : 1))
  for (let start = 0; start < ordered.length; start += ROWS_A_STATEMENT)
    await db
      .insert(candles)
      .values(valuesOf(ordered.slice(start, start + ROWS_A_STATEMENT), source))
      .onConflictDoUpdate({
        target: [candles.tokenMint, candles.time],
        set: {
          high: sql`greatest(${candles.high}, excluded.high)`,
          low: sql`least(${candles.low}, excluded.low)`,
          close: sql`excluded.close`,
          volumeUsd: sql`greatest(${candles.volumeUsd}, excluded.volume_usd)`,
          source: sql`excluded.source`,
        },
      })
}

/** History from a vendor: fills gaps only, never overwrites what is there. */
export const fillCandles = async (
  db: Executor,
  mint: string,
  bars: readonly Candle[],
  source: string,
): Promise<void> => {
  for (let start = 0; start < bars.length; start += ROWS_A_STATEMENT)
    await db
      .insert(candles)
      .values(
        valuesOf(
          bars.slice(start, start + ROWS_A_STATEMENT).map((bar) => ({ mint, ...bar })),
          source,
        ),
      )
      .onConflictDoNothing()
}

/** The last `limit` bars of `seconds` each up to now, oldest first. Bars without a trade are absent. */
export const readCandles = async (
  db: Executor,
  mint: string,
  query: { seconds: number; limit: number; now: Date },
): Promise<Candle[]> => {
  const { seconds, limit, now } = query
  const newest = Math.floor(now.getTime() / 1_000 / seconds) * seconds
  // One more: the bar under way may have no price yet.
  const from = new Date((newest - limit * seconds) * 1_000)
  const rows = await db.execute<CandleRecord>(sql`
    select extract(epoch from date_bin(make_interval(secs => ${seconds}), ${candles.time}, 'epoch'::timestamptz)) as time,
      (array_agg(${candles.open} order by ${candles.time}))[1] as open,
      max(${candles.high}) as high,
      min(${candles.low}) as low,
      (array_agg(${candles.close} order by ${candles.time} desc))[1] as close,
      sum(${candles.volumeUsd}) as volume
    from ${candles}
    where ${candles.tokenMint} = ${mint} and ${candles.time} >= ${from.toISOString()}::timestamptz
    group by 1 order by 1 desc limit ${limit}`)
  return rows.map(candleOf).reverse()
}

/** Starts of the windows (unix seconds, multiples of `seconds`) since `from` that history was read for or that we saw ourselves. */
export const coveredWindows = async (
  db: Executor,
  mint: string,
  query: { from: Date; seconds: number; source: string },
): Promise<Set<number>> => {
  const full = (query.seconds / 60) * FULL_ENOUGH
  const rows = await db.execute<{ start: string }>(sql`
    select floor(extract(epoch from ${candles.time}) / ${query.seconds}) * ${query.seconds} as start
    from ${candles}
    where ${candles.tokenMint} = ${mint} and ${candles.time} >= ${query.from.toISOString()}::timestamptz
    group by 1
    having bool_or(${candles.source} = ${query.source}) or count(*) >= ${full}`)
  return new Set(rows.map(({ start }) => Number(start)))
}

export const dropCandlesBefore = async (db: Executor, today: Date, keepDays: number): Promise<void> => {
  await db.delete(candles).where(lt(candles.time, new Date(today.getTime() - keepDays * 1_440 * MINUTE_MS)))
}

/** The last closing price in each whole interval of `seconds` between two moments, by mint and interval number. */
export const intervalCloses = async (
  db: Executor,
  mints: readonly string[],
  query: { from: Date; to: Date; seconds: number },
): Promise<{ mint: string; interval: number; close: string }[]> => {
  if (mints.length === 0) return []
  const rows = await db.execute<{ mint: string; interval: string; close: string }>(sql`
    select ${candles.tokenMint} as mint,
      floor(extract(epoch from ${candles.time}) / ${query.seconds}) as interval,
      (array_agg(${candles.close} order by ${candles.time} desc))[1] as close
    from ${candles}
    where ${inArray(candles.tokenMint, [...mints])}
      and ${candles.time} >= ${query.from.toISOString()}::timestamptz and ${candles.time} < ${query.to.toISOString()}::timestamptz
    group by 1, 2`)
  return rows.map(({ mint, interval, close }) => ({ mint, interval: Number(interval), close: String(close) }))
}
