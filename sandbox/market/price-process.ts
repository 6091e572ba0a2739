import { drawKey, normal, uniform } from './draws'

export type Dynamics = {
  /** Standard deviation of the daily log return. */
  dailyVolatility: number
  /** Correlation of the small moves with SOL's. */
  correlation: number
  jumpsPerDay: number
}

const JUMP_IN_DAILY_VOLATILITIES = 0.2
const TREND_IN_DAILY_VOLATILITIES = 1.2
const TREND_DAYS = 1 / 8

/**
 * Log returns of one token: small moves shared with SOL, rare jumps, and a trend that changes every few hours.
 * `index` counts the steps; every step is `days` long. The same seed, name and index give the same return.
 */
export const priceProcess = (seed: string, name: string, dynamics: Dynamics) => {
  const market = drawKey(seed, 'market')
  const own = drawKey(seed, name, 'own')
  const jump = drawKey(seed, name, 'jump')
  const trend = drawKey(seed, name, 'trend')
  const { dailyVolatility, correlation, jumpsPerDay } = dynamics
  const residual = Math.sqrt(1 - correlation ** 2)
  return (index: number, days: number): number => {
    const shared = correlation === 0 ? 0 : correlation * normal(market, index)
    const alone = residual === 0 ? 0 : residual * normal(own, index)
    const small = dailyVolatility * Math.sqrt(days) * (shared + alone)
    const jumps = uniform(jump, 3 * index) < jumpsPerDay * days
    const jumpSize = jumps ? dailyVolatility * JUMP_IN_DAILY_VOLATILITIES * normal(jump, index + 1e9) : 0
    const period = Math.floor((index * days) / TREND_DAYS)
    const direction = 2 * uniform(trend, period) - 1
    return small + jumpSize + direction * dailyVolatility * TREND_IN_DAILY_VOLATILITIES * days
  }
}

export type PriceProcess = ReturnType<typeof priceProcess>

const VOLUME_SPREAD = 0.6

/** Share of the daily volume that is traded in one step: lively when the price moves, never zero. */
export const volumeProcess = (seed: string, name: string, dynamics: Dynamics) => {
  const key = drawKey(seed, name, 'volume')
  const mean = Math.exp(VOLUME_SPREAD ** 2 / 2)
  return (index: number, days: number, logReturn: number): number => {
    const typical = dynamics.dailyVolatility * Math.sqrt(days)
    const excitement = typical > 0 ? 0.6 + 0.5 * Math.min(6, Math.abs(logReturn) / typical) : 1
    return (days * excitement * Math.exp(VOLUME_SPREAD * normal(key, index))) / mean
  }
}
