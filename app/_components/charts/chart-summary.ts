import { formatSignedPct, formatTokenPrice } from '@/app/_format/numbers'
import type { Candle } from '@/lib/domain/tokens/candle'
import { Decimal, HUNDRED } from '@/lib/domain/money/decimal'
import type { TradeLines } from './trade-lines'

/** What the chart shows, in words. */
export const chartSummary = (
  symbol: string,
  interval: string,
  candles: readonly Candle[],
  { lines }: TradeLines,
): string => {
  const first = candles[0]
  const last = candles.at(-1)
  if (!first || !last) return `No price history for ${symbol} yet.`
  const change = new Decimal(last.close).div(first.open).minus(1).mul(HUNDRED)
  const high = Decimal.max(...candles.map((candle) => candle.high))
  const low = Decimal.min(...candles.map((candle) => candle.low))
  const marks = lines.map((line) => `${line.label} at ${formatTokenPrice(line.price)}`)
  return [
    `${symbol}, ${candles.length} bars of ${interval}: now ${formatTokenPrice(last.close)}, ${formatSignedPct(change.toFixed())} over them,`,
    `high ${formatTokenPrice(high.toFixed())}, low ${formatTokenPrice(low.toFixed())}.`,
    ...(marks.length > 0 ? [`Marked: ${marks.join('; ')}.`] : []),
  ].join(' ')
}
