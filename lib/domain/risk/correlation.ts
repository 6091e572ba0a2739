/** Log returns of one token by the number of their five-minute interval since 1970. Statistics, not money. */
export type ReturnSeries = ReadonlyMap<number, number>

export const INTERVAL_SECONDS = 300
export const WINDOW_INTERVALS = 288
/** Fewer shared intervals than this say nothing. */
export const LEAST_PAIRS = 30

/** From closing prices by interval. Only neighbouring intervals make a return: a gap is no information. */
export const logReturns = (closes: ReadonlyMap<number, number>): ReturnSeries => {
  const returns = new Map<number, number>()
  for (const [interval, close] of closes) {
    const before = closes.get(interval - 1)
    if (before !== undefined && before > 0 && close > 0) returns.set(interval, Math.log(close / before))
  }
  return returns
}

/**
 * Pearson's coefficient over the intervals both have; null (uncorrelated) with fewer than 30 of them or
 * where one did not move at all.
 */
export const correlation = (left: ReturnSeries, right: ReturnSeries): number | null => {
  const [few, many] = left.size <= right.size ? [left, right] : [right, left]
  const pairs: [number, number][] = []
  for (const [interval, value] of few) {
    const other = many.get(interval)
    if (other !== undefined) pairs.push([value, other])
  }
  if (pairs.length < LEAST_PAIRS) return null
  const meanX = pairs.reduce((sum, [x]) => sum + x, 0) / pairs.length
  const meanY = pairs.reduce((sum, [, y]) => sum + y, 0) / pairs.length
  let xy = 0
  let xx = 0
  let yy = 0
  for (const [x, y] of pairs) {
    xy += (x - meanX) * (y - meanY)
    xx += (x - meanX) ** 2
    yy += (y - meanY) ** 2
  }
  // Rounding leaves a constant series a variance of about 1e-36 a pair instead of none.
  if (Math.min(xx, yy) <= pairs.length * 1e-24) return null
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)))
}

const NONE: ReturnSeries = new Map()

/** The same token is 1 with itself, however short its history. */
export const tokenCorrelation = (
  left: string,
  right: string,
  series: ReadonlyMap<string, ReturnSeries>,
): number | null => (left === right ? 1 : correlation(series.get(left) ?? NONE, series.get(right) ?? NONE))
