/** One bar. `time` is the start of its interval in unix seconds; prices and volume are decimal strings in dollars. */
export type Candle = {
  time: number
  open: string
  high: string
  low: string
  close: string
  volumeUsd: string
}
