import type { Candle } from '@/sandbox/market/candles'

/** Merges candles into ones of `seconds`, aligned to the epoch; ascending in, ascending out. */
export function mergeCandles(candles: Candle[], seconds: number): Candle[] {
  const merged: Candle[] = []
  for (const candle of candles) {
    const time = Math.floor(candle.time / seconds) * seconds
    const last = merged.at(-1)
    if (last?.time !== time) {
      merged.push({ ...candle, time })
      continue
    }
    last.high = Math.max(last.high, candle.high)
    last.low = Math.min(last.low, candle.low)
    last.close = candle.close
    last.volume += candle.volume
  }
  return merged
}
