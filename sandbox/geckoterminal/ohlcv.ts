import { randomUUID } from 'node:crypto'
import { HttpError, reply, type VendorReply, type VendorRequest } from '@/sandbox/http/exchange'
import type { Candle } from '@/sandbox/market/candles'
import { mergeCandles } from './merge-candles'
import { jsonApiError } from './gateway-errors'
import { tokenOfPool, USDC_MINT, WSOL_MINT, type GeckoWorld } from './gecko-world'

const TIMEFRAMES: Record<string, { seconds: number; aggregates: number[] }> = {
  minute: { seconds: 60, aggregates: [1, 5, 15] },
  hour: { seconds: 3_600, aggregates: [1, 4, 12] },
  day: { seconds: 86_400, aggregates: [1] },
}
const DEFAULT_LIMIT = 100
const USD_COIN = { address: USDC_MINT, name: 'USD Coin', symbol: 'USDC', coingecko_coin_id: 'usd-coin' }
const SOL = { address: WSOL_MINT, name: 'Wrapped SOL', symbol: 'SOL', coingecko_coin_id: 'solana' }
const MAX_LIMIT = 1_000

/** GET /networks/solana/pools/{pool}/ohlcv/{timeframe}: newest first, numbers, times in Unix seconds. */
export function ohlcv(
  world: GeckoWorld,
  { query }: VendorRequest,
  pool: string,
  timeframe: string,
): VendorReply {
  const token = tokenOfPool(world, pool)
  if (!token) throw new HttpError(jsonApiError(404, 'Not Found'))
  const frame = TIMEFRAMES[timeframe]
  if (!frame) throw badParameter('timeframe must be one of day, hour, minute')
  const aggregate = wholeNumber(query, 'aggregate', 1)
  if (!frame.aggregates.includes(aggregate)) {
    throw badParameter(`aggregate for ${timeframe} must be one of ${frame.aggregates.join(', ')}`)
  }
  const limit = wholeNumber(query, 'limit', DEFAULT_LIMIT)
  if (limit < 1 || limit > MAX_LIMIT) throw badParameter(`limit must be from 1 to ${MAX_LIMIT}`)
  const currency = query.get('currency') ?? 'usd'
  if (currency !== 'usd' && currency !== 'token') throw badParameter('currency must be usd or token')
  const before = wholeNumber(query, 'before_timestamp', Math.floor(world.now() / 1_000) + 1)

  const candles = mergeCandles(
    sideOf(query.get('token') ?? 'base', token.mint, currency, world.minuteCandles(token.mint)),
    frame.seconds * aggregate,
  )
  const list = candles
    .filter(({ time }) => time < before)
    .slice(-limit)
    .toReversed()
    .map(({ time, open, high, low, close, volume }) => [time, open, high, low, close, volume])
  return reply(200, {
    data: { id: randomUUID(), type: 'ohlcv_request_response', attributes: { ohlcv_list: list } },
    meta: {
      base: { address: token.mint, name: token.name, symbol: token.symbol, coingecko_coin_id: null },
      quote: token.market?.quoteMint === WSOL_MINT ? SOL : USD_COIN,
    },
  })
}

/** `token` chooses whose price is charted; a dollar's own price in dollars is a flat line. */
function sideOf(side: string, mint: string, currency: string, candles: Candle[]): Candle[] {
  if (side === 'base' || side === mint) return candles
  if (side !== 'quote' && side !== USDC_MINT)
    throw badParameter('token must be base, quote or a token of the pool')
  if (currency === 'usd') return candles.map((candle) => ({ ...candle, open: 1, high: 1, low: 1, close: 1 }))
  return candles.map((candle) => ({
    ...candle,
    open: 1 / candle.open,
    high: 1 / candle.low,
    low: 1 / candle.high,
    close: 1 / candle.close,
  }))
}

function wholeNumber(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name)
  if (text === null) return fallback
  if (!/^\d{1,12}$/.test(text)) throw badParameter(`${name} must be a whole number`)
  return Number(text)
}

export const badParameter = (title: string) => new HttpError(jsonApiError(400, title))
