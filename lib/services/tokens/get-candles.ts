import type { Redis } from 'ioredis'
import type { CandleInterval } from '@/lib/contracts/tokens'
import { readCandles } from '@/lib/db/candle-repository'
import { secondCandles } from '@/lib/db/price-repository'
import { findToken } from '@/lib/db/token-repository'
import type { Candle } from '@/lib/domain/tokens/candle'
import { AppError } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import type { Context } from '../context'
import { fillWindow, WINDOW_SECONDS, windowOf, type CandleHistoryDeps } from './candle-history'
import { requestWatch } from './request-watch'

export type GetCandlesDeps = CandleHistoryDeps & { redis: Redis; logger: Logger }

const SECONDS: Record<CandleInterval, number> = {
  '1s': 1,
  '1m': 60,
  '5m': 300,
  '15m': 900,
  '1h': 3_600,
  '4h': 14_400,
  '1d': 86_400,
}
/** A chart with fewer bars than this, or with none for so long, is worth a call for history. */
const ENOUGH_BARS = 30
const BEHIND_SECONDS = 300
/** A token whose history was asked for is not asked for again by other viewers meanwhile. */
const ASKED_SECONDS = 60

/**
 * Bars of a token, oldest first, with the bar under way last. History that is missing is read once from the vendor.
 * One-second bars exist for tokens with live prices; before there are any, the minutes' closing prices stand in.
 * Throws `token.unknown`.
 */
export const getCandles = async (
  deps: GetCandlesDeps,
  ctx: Pick<Context, 'now'>,
  input: { mint: string; interval: CandleInterval; limit: number },
): Promise<{ mint: string; interval: CandleInterval; candles: Candle[] }> => {
  const { mint, interval, limit } = input
  if (!(await findToken(deps.db, mint)))
    throw new AppError(
      'token.unknown',
      `No token with the mint ${mint} is known. Open its card first, or check the address.`,
    )
  await requestWatch(deps.redis, mint, ctx.now()).catch(() => undefined)
  if (interval === '1s') {
    const bars = await secondCandles(deps.db, mint, ctx.now(), limit)
    if (bars.length > 0) return { mint, interval, candles: bars }
  }
  const query = { seconds: Math.max(60, SECONDS[interval]), limit, now: ctx.now() }
  const stored = await readCandles(deps.db, mint, query)
  const minutes =
    lacking(stored, ctx.now(), query) && (await fill(deps, mint, ctx.now()))
      ? await readCandles(deps.db, mint, query)
      : stored
  return {
    mint,
    interval,
    candles: interval === '1s' ? minutes.map((bar) => closing(bar, ctx.now())) : minutes,
  }
}

const lacking = (
  bars: readonly Candle[],
  now: Date,
  { seconds, limit }: { seconds: number; limit: number },
): boolean => {
  const possible = Math.max(1, Math.floor(WINDOW_SECONDS / seconds))
  const newest = bars.at(-1)?.time ?? 0
  const behind = now.getTime() / 1_000 - newest > seconds + BEHIND_SECONDS
  return behind || bars.length < Math.min(ENOUGH_BARS, limit, possible)
}

/** The last thousand minutes. False where nothing was read. */
const fill = async (deps: GetCandlesDeps, mint: string, now: Date): Promise<boolean> => {
  const key = `candles:asked:${mint}`
  try {
    if ((await deps.redis.set(key, '1', 'EX', ASKED_SECONDS, 'NX')) === null) return false
    return (await fillWindow(deps, mint, windowOf(now.getTime() / 1_000), now)) > 0
  } catch (error) {
    deps.logger.warn({ err: error, mint }, 'History for a chart could not be read')
    return false
  }
}

/** The last price of a minute, at the second it stood for. */
const closing = ({ time, close }: Candle, now: Date): Candle => ({
  time: Math.min(time + 59, Math.floor(now.getTime() / 1_000)),
  open: close,
  high: close,
  low: close,
  close,
  volumeUsd: '0',
})
