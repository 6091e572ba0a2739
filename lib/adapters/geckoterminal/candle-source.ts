import type { CandleSource } from '@/lib/ports/market-data'
import type { GeckoTerminalClient } from './client'
import { ohlcvAnswer } from './schemas'

const MAX_LIMIT = 1_000

/**
 * Minute bars of a pool in dollars, of the side that `mint` is. Minutes without a trade are absent. Throws what the
 * client throws.
 */
export const createGeckoTerminalCandleSource = (
  client: GeckoTerminalClient,
  options: { background?: boolean } = {},
): CandleSource => ({
  minuteCandles: async (pool, mint, before, limit) => {
    const query = {
      aggregate: '1',
      before_timestamp: String(before),
      limit: String(Math.min(limit, MAX_LIMIT)),
      currency: 'usd',
      token: mint,
    }
    const answer = await client.get(
      `/networks/solana/pools/${pool}/ohlcv/minute`,
      query,
      ohlcvAnswer,
      options,
    )
    return (answer?.data.attributes.ohlcv_list ?? [])
      .filter(([time]) => time < before)
      .map(([time, open, high, low, close, volumeUsd]) => ({ time, open, high, low, close, volumeUsd }))
      .sort((left, right) => left.time - right.time)
  },
})
