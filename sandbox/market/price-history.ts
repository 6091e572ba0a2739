import { CandleSeries, MINUTES_PER_DAY, type Candle } from './candles'
import { syntheticCandles } from './synthetic-candles'
import type { TokenSpec } from './token-spec'

export const HISTORY_MINUTES = 7 * MINUTES_PER_DAY
const KEPT_MINUTES = HISTORY_MINUTES + 60

export type HistoryState = {
  seed: string
  /** The minute of the sandbox's first start, and the price then. */
  anchorMinute: number
  anchorPrice: number
  liveFirstMinute: number
  live: string
}

/**
 * Minute candles of one token: the days before the first start come from the seed and are made when first asked for,
 * those since are recorded. Minutes in which the sandbox was off are filled in when it comes back.
 */
export class PriceHistory {
  private past: CandleSeries | null = null
  private live: CandleSeries

  constructor(
    private readonly spec: TokenSpec,
    private readonly origin: { seed: string; anchorMinute: number; anchorPrice: number },
    live?: CandleSeries,
  ) {
    this.live = live ?? new CandleSeries(origin.anchorMinute)
  }

  static restore(spec: TokenSpec, state: HistoryState): PriceHistory {
    return new PriceHistory(spec, state, CandleSeries.decode(state.liveFirstMinute, state.live))
  }

  /** Takes the price at a minute into the record, with the volume traded since the last call. */
  record(minute: number, price: number, volume: number): void {
    const last = this.live.at(this.live.endMinute - 1)
    const from = last?.close ?? this.origin.anchorPrice
    if (minute > this.live.endMinute) this.fill(minute, from, price)
    if (minute < this.live.endMinute) return this.live.extend(price, volume)
    const open = this.live.at(minute - 1)?.close ?? from
    this.live.append({
      open,
      high: Math.max(open, price),
      low: Math.min(open, price),
      close: price,
      volume,
    })
    if (this.live.endMinute - this.live.firstMinute > KEPT_MINUTES + MINUTES_PER_DAY) {
      this.live = this.live.from(this.live.endMinute - KEPT_MINUTES)
    }
  }

  at(minute: number): Candle | null {
    if (minute >= this.live.firstMinute) return this.live.at(minute)
    return this.before().at(minute)
  }

  /** USD traded from one minute up to but without another. */
  volumeBetween(from: number, to: number): number {
    const past = from < this.live.firstMinute ? this.before() : null
    let sum = 0
    for (let minute = from; minute < to; minute++) {
      sum += (minute < this.live.firstMinute ? past?.volumeAt(minute) : this.live.volumeAt(minute)) ?? 0
    }
    return sum
  }

  /** First minute of which there is a candle; never more than seven days before the last. */
  get firstMinute(): number {
    const earliest = Math.min(this.live.firstMinute, this.before().firstMinute)
    return Math.max(earliest, this.endMinute - HISTORY_MINUTES)
  }

  get endMinute(): number {
    return this.live.endMinute
  }

  snapshot(): HistoryState {
    return { ...this.origin, liveFirstMinute: this.live.firstMinute, live: this.live.encode() }
  }

  private fill(minute: number, from: number, to: number): void {
    const firstMinute = Math.max(this.live.endMinute, minute - KEPT_MINUTES)
    if (firstMinute > this.live.endMinute) this.live = new CandleSeries(firstMinute)
    const filled = this.synthesise(
      `${this.origin.seed} ${firstMinute}`,
      firstMinute,
      minute - firstMinute,
      from,
      to,
    )
    for (let gap = firstMinute; gap < minute; gap++) {
      const candle = filled.at(gap)
      if (candle) this.live.append(candle)
    }
  }

  private before(): CandleSeries {
    const { seed, anchorMinute, anchorPrice } = this.origin
    const lifetime = Math.max(1, Math.floor(this.spec.ageDays * MINUTES_PER_DAY))
    const minutes = Math.min(HISTORY_MINUTES, lifetime)
    this.past ??= this.synthesise(seed, anchorMinute - minutes, minutes, null, anchorPrice)
    return this.past
  }

  private synthesise(seed: string, firstMinute: number, minutes: number, from: number | null, to: number) {
    const { mint, volume24hUsd } = this.spec
    return syntheticCandles({
      ...{ seed: `${seed} archive`, name: mint, dynamics: this.spec, volume24hUsd },
      ...{ firstMinute, minutes, from, to },
    })
  }
}
