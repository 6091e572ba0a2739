/** A price that matters to a trade, drawn across the chart. `preview` is what a buy would arm. */
export type TradeLine = {
  /** `moved`: a stop that rises, or the price at which it will. */
  kind: 'entry' | 'target' | 'stop' | 'moved'
  /** Decimal string. */
  price: string
  label: string
  preview: boolean
}

export type TradeLines = {
  lines: readonly TradeLine[]
  /** When the position was opened, unix seconds; tints what lies between stop and target from there on. */
  entryTime: number | null
}

export const NO_LINES: TradeLines = { lines: [], entryTime: null }

/**
 * The range that shows lines too, as far as they do not squash the candles: those keep two fifths of
 * the height.
 */
export const rangeWithLines = (
  candles: { minValue: number; maxValue: number },
  prices: readonly number[],
): { minValue: number; maxValue: number } => {
  const height = candles.maxValue - candles.minValue
  let range = candles
  const nearestFirst = [...prices].sort(
    (a, b) => Math.abs(a - candles.maxValue) - Math.abs(b - candles.maxValue),
  )
  for (const price of nearestFirst) {
    const wider = { minValue: Math.min(range.minValue, price), maxValue: Math.max(range.maxValue, price) }
    if (wider.maxValue - wider.minValue <= height * 2.5) range = wider
  }
  return range
}
