import { coveredWindows, fillCandles } from '@/lib/db/candle-repository'
import type { Database } from '@/lib/db/client'
import { findToken, storePool } from '@/lib/db/token-repository'
import type { CandleSource, PoolDirectory } from '@/lib/ports/market-data'

export type CandleHistoryDeps = { db: Database; candles: CandleSource; pools: PoolDirectory }

const HISTORY_SOURCE = 'geckoterminal'
/** One call brings a thousand minutes. Windows lie on a fixed grid, so that a restart knows which it has. */
export const WINDOW_SECONDS = 60_000
const MINUTES_A_WINDOW = WINDOW_SECONDS / 60

export const windowOf = (unixSeconds: number): number =>
  Math.floor(unixSeconds / WINDOW_SECONDS) * WINDOW_SECONDS

/** The pool a token's history is read from: the one known, or the deepest the directory names. */
const poolOf = async ({ db, pools }: CandleHistoryDeps, mint: string): Promise<string | null> => {
  const known = (await findToken(db, mint))?.pool?.address
  if (known) return known
  const found = (await pools.topPools([mint])).get(mint)?.[0]
  if (!found) return null
  await storePool(db, mint, found)
  return found
}

/** Reads one window of minute bars and fills the gaps in ours; the minute under way is left to our own prices. Returns how many bars came. */
export const fillWindow = async (
  deps: CandleHistoryDeps,
  mint: string,
  window: number,
  now: Date,
): Promise<number> => {
  const pool = await poolOf(deps, mint)
  if (!pool) return 0
  const currentMinute = Math.floor(now.getTime() / 60_000) * 60
  const before = Math.min(window + WINDOW_SECONDS, currentMinute)
  const bars = await deps.candles.minuteCandles(pool, mint, before, MINUTES_A_WINDOW)
  await fillCandles(deps.db, mint, bars, HISTORY_SOURCE)
  return bars.length
}

/**
 * The windows of the last `days` that history is missing from, newest first. The two newest always count as missing:
 * they hold the time this program was not running.
 */
export const missingWindows = async (
  db: Database,
  mint: string,
  now: Date,
  days: number,
): Promise<number[]> => {
  const newest = windowOf(now.getTime() / 1_000)
  const oldest = windowOf(now.getTime() / 1_000 - days * 86_400)
  const from = new Date(oldest * 1_000)
  const covered = await coveredWindows(db, mint, { from, seconds: WINDOW_SECONDS, source: HISTORY_SOURCE })
  const windows: number[] = []
  for (let window = newest; window >= oldest; window -= WINDOW_SECONDS)
    if (newest - window <= WINDOW_SECONDS || !covered.has(window)) windows.push(window)
  return windows
}
