import { CandleSeries, MINUTES_PER_DAY } from './candles'
import { drawKey, uniform } from './draws'
import { priceProcess, volumeProcess, type Dynamics } from './price-process'

export type SyntheticInput = {
  seed: string
  name: string
  dynamics: Dynamics
  volume24hUsd: number
  firstMinute: number
  minutes: number
  /** Price before the first minute; `null` lets the path come from anywhere. */
  from: number | null
  /** Price at the end of the last minute. */
  to: number
}

const DAYS = 1 / MINUTES_PER_DAY
const WICK = 0.4

/** Minutes that nobody watched: a path of the token's own kind that ends (and may begin) at a given price. */
export const syntheticCandles = (input: SyntheticInput): CandleSeries => {
  const { seed, name, dynamics, firstMinute, minutes, from, to } = input
  const series = new CandleSeries(firstMinute)
  const nextReturn = priceProcess(seed, name, dynamics)
  const nextVolume = volumeProcess(seed, name, dynamics)
  const wicks = drawKey(seed, name, 'wick')
  const returns = Float64Array.from({ length: minutes }, (_, index) => nextReturn(index, DAYS))
  const total = returns.reduce((sum, value) => sum + value, 0)
  const correction = from === null ? 0 : (Math.log(to / from) - total) / minutes
  const wick = dynamics.dailyVolatility * Math.sqrt(DAYS) * WICK
  let logPrice = Math.log(to) - total - correction * minutes
  for (let index = 0; index < minutes; index++) {
    const open = Math.exp(logPrice)
    const change = (returns[index] ?? 0) + correction
    logPrice += change
    const close = index === minutes - 1 ? to : Math.exp(logPrice)
    series.append({
      open,
      high: Math.max(open, close) * (1 + wick * uniform(wicks, 2 * index)),
      low: Math.min(open, close) * (1 - wick * uniform(wicks, 2 * index + 1)),
      close,
      volume: input.volume24hUsd * nextVolume(index, DAYS, change),
    })
  }
  return series
}
