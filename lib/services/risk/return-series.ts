import { intervalCloses } from '@/lib/db/candle-repository'
import type { Executor } from '@/lib/db/client'
import { decimal } from '@/lib/domain/money/decimal'
import {
  INTERVAL_SECONDS,
  logReturns,
  type ReturnSeries,
  WINDOW_INTERVALS,
} from '@/lib/domain/risk/correlation'

/** 24 hours of five-minute log returns by mint. Mints without bars have an empty series. */
export type ReadReturns = (
  db: Executor,
  mints: readonly string[],
  now: Date,
) => Promise<ReadonlyMap<string, ReturnSeries>>

/**
 * Reads whole five-minute intervals from our bars and keeps what it read until the next one is whole, so that an
 * entry rarely waits for it. Takes the executor it is given: inside a transaction no second connection is used.
 */
export const createReturnSeries = (): ReadReturns => {
  let kept = { interval: -1, series: new Map<string, ReturnSeries>() }
  return async (db, mints, now) => {
    const interval = Math.floor(now.getTime() / 1_000 / INTERVAL_SECONDS)
    if (kept.interval !== interval) kept = { interval, series: new Map() }
    const { series } = kept
    const missing = [...new Set(mints)].filter((mint) => !series.has(mint))
    if (missing.length > 0)
      for (const [mint, returns] of await readSeries(db, missing, interval)) series.set(mint, returns)
    return series
  }
}

const readSeries = async (
  db: Executor,
  mints: readonly string[],
  interval: number,
): Promise<Map<string, ReturnSeries>> => {
  const at = (number: number): Date => new Date(number * INTERVAL_SECONDS * 1_000)
  const rows = await intervalCloses(db, mints, {
    from: at(interval - WINDOW_INTERVALS - 1),
    to: at(interval),
    seconds: INTERVAL_SECONDS,
  })
  const closes = new Map(mints.map((mint) => [mint, new Map<number, number>()]))
  for (const row of rows) closes.get(row.mint)!.set(row.interval, decimal(row.close).toNumber())
  return new Map([...closes].map(([mint, prices]) => [mint, logReturns(prices)]))
}
