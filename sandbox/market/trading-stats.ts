import type { PriceHistory } from './price-history'

/** Trading of one token over a window; money in USD, changes in percent. */
export type WindowStats = {
  priceChange: number
  liquidityChange: number
  volumeChange: number
  holderChange: number
  buyVolume: number
  sellVolume: number
  numBuys: number
  numSells: number
  numTraders: number
}

export const WINDOW_MINUTES = { '5m': 5, '1h': 60, '6h': 360, '24h': 1_440 } as const
export type StatsWindow = keyof typeof WINDOW_MINUTES

const TYPICAL_TRADE_USD = 180
const HOLDERS_FOLLOW_PRICE = 0.03
const TRADES_PER_TRADER = 3.2

const percentChange = (before: number, after: number): number => (before > 0 ? (after / before - 1) * 100 : 0)

/** What a data vendor would say of the last minutes; counts of trades and traders follow from the volume. */
export const windowStats = (history: PriceHistory, window: StatsWindow, priceUsd: number): WindowStats => {
  const minutes = WINDOW_MINUTES[window]
  const end = history.endMinute
  const start = Math.max(history.firstMinute, end - minutes)
  const volume = history.volumeBetween(start, end)
  const before = history.volumeBetween(Math.max(history.firstMinute, start - minutes), start)
  const opened = history.at(start)?.open ?? priceUsd
  const priceChange = percentChange(opened, priceUsd)
  const buyShare = Math.min(0.8, Math.max(0.2, 0.5 + priceChange / 100))
  const trades = volume / TYPICAL_TRADE_USD
  return {
    priceChange,
    liquidityChange: percentChange(1, Math.sqrt(Math.max(0, 1 + priceChange / 100))),
    volumeChange: percentChange(before, volume),
    holderChange: priceChange * HOLDERS_FOLLOW_PRICE,
    buyVolume: volume * buyShare,
    sellVolume: volume * (1 - buyShare),
    numBuys: Math.round(trades * buyShare),
    numSells: Math.round(trades * (1 - buyShare)),
    numTraders: Math.round(trades / TRADES_PER_TRADER),
  }
}
