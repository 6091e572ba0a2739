import { ZERO, type Decimal } from '../money/decimal'

/** A bar under construction. `time` is the start of its minute in unix seconds. */
export type OpenCandle = {
  time: number
  open: Decimal
  high: Decimal
  low: Decimal
  close: Decimal
  volumeUsd: Decimal
}

export const minuteOf = (at: Date): number => Math.floor(at.getTime() / 60_000) * 60

/** The bar with one more price; a price of a later minute begins the next bar, one of an earlier minute changes nothing. */
export const withPrice = (
  bar: OpenCandle | undefined,
  price: Decimal,
  at: Date,
  volumeUsd: Decimal = ZERO,
): OpenCandle => {
  const time = minuteOf(at)
  if (bar && time < bar.time) return bar
  if (!bar || time > bar.time) return { time, open: price, high: price, low: price, close: price, volumeUsd }
  return {
    ...bar,
    high: price.gt(bar.high) ? price : bar.high,
    low: price.lt(bar.low) ? price : bar.low,
    close: price,
    volumeUsd: bar.volumeUsd.add(volumeUsd),
  }
}
