/** One minute of trading: `time` is its start in Unix seconds, prices in USD per whole token, volume in USD. */
export type Candle = { time: number; open: number; high: number; low: number; close: number; volume: number }

const MINUTE_SECONDS = 60
export const MINUTES_PER_DAY = 1_440
const FIELDS = 5

/**
 * Minute candles without a gap, kept as 32-bit floats: small enough for weeks, precise enough for a chart.
 * Minutes are counted from the epoch.
 */
export class CandleSeries {
  private values: Float32Array
  private length: number

  constructor(
    readonly firstMinute: number,
    values: Float32Array = new Float32Array(0),
  ) {
    this.values = values
    this.length = values.length / FIELDS
  }

  /** The minute after the last candle. */
  get endMinute(): number {
    return this.firstMinute + this.length
  }

  append(candle: Omit<Candle, 'time'>): void {
    const start = this.length * FIELDS
    if (start + FIELDS > this.values.length) {
      const grown = new Float32Array(Math.max(64 * FIELDS, this.values.length * 2))
      grown.set(this.values)
      this.values = grown
    }
    this.length++
    this.write(this.length - 1, candle)
  }

  /** Takes a price and a traded volume into the last candle. */
  extend(price: number, volume: number): void {
    const last = this.at(this.endMinute - 1)
    if (!last) throw new Error('there is no candle yet')
    this.write(this.length - 1, {
      open: last.open,
      high: Math.max(last.high, price),
      low: Math.min(last.low, price),
      close: price,
      volume: last.volume + volume,
    })
  }

  at(minute: number): Candle | null {
    const index = minute - this.firstMinute
    if (index < 0 || index >= this.length) return null
    const [open, high, low, close, volume] = this.values.subarray(index * FIELDS, index * FIELDS + FIELDS)
    return { time: minute * MINUTE_SECONDS, open, high, low, close, volume } as Candle
  }

  /** USD traded in a minute, 0 outside the series. */
  volumeAt(minute: number): number {
    const index = minute - this.firstMinute
    return index < 0 || index >= this.length ? 0 : (this.values[index * FIELDS + FIELDS - 1] ?? 0)
  }

  /** A copy that begins at `minute`, to forget what is too old. */
  from(minute: number): CandleSeries {
    const skipped = Math.min(this.length, Math.max(0, minute - this.firstMinute))
    const kept = this.values.slice(skipped * FIELDS, this.length * FIELDS)
    return new CandleSeries(this.firstMinute + skipped, kept)
  }

  encode(): string {
    const { buffer, byteOffset } = this.values
    return Buffer.from(buffer, byteOffset, this.length * FIELDS * 4).toString('base64')
  }

  static decode(firstMinute: number, text: string): CandleSeries {
    const bytes = Uint8Array.from(Buffer.from(text, 'base64'))
    return new CandleSeries(firstMinute, new Float32Array(bytes.buffer))
  }

  private write(index: number, { open, high, low, close, volume }: Omit<Candle, 'time'>): void {
    this.values.set([open, high, low, close, volume], index * FIELDS)
  }
}

/** Without the digits that the 32-bit record does not really have. */
export const roundCandle = ({ time, open, high, low, close, volume }: Candle): Candle => {
  const short = (value: number): number => Number(value.toPrecision(7))
  return {
    ...{ time, open: short(open), high: short(high), low: short(low) },
    ...{ close: short(close), volume: short(volume) },
  }
}
