import type { Candle } from '@/lib/domain/tokens/candle'
import type { CandleInterval } from '@/lib/contracts/tokens'
import { Decimal } from '@/lib/domain/money/decimal'

export const INTERVAL_SECONDS: Record<CandleInterval, number> = {
  '1s': 1,
  '1m': 60,
  '5m': 300,
  '15m': 900,
  '1h': 3_600,
  '4h': 14_400,
  '1d': 86_400,
}

/**
 * The bar a price belongs to: the last one widened, or a new one that opens where the last closed.
 * Null for a price older than the last bar.
 */
export const barAfterPrice = (
  last: Candle | undefined,
  price: { priceUsd: string; at: string },
  interval: CandleInterval,
): Candle | null => {
  const seconds = INTERVAL_SECONDS[interval]
  const time = Math.floor(Date.parse(price.at) / 1_000 / seconds) * seconds
  const close = price.priceUsd
  if (!last || time > last.time) {
    const open = last?.close ?? close
    return {
      time,
      open,
      high: Decimal.max(open, close).toFixed(),
      low: Decimal.min(open, close).toFixed(),
      close,
      volumeUsd: '0',
    }
  }
  if (time < last.time) return null
  return {
    ...last,
    high: Decimal.max(last.high, close).toFixed(),
    low: Decimal.min(last.low, close).toFixed(),
    close,
  }
}
