import { chooseAlgorithm } from '@/lib/domain/execution/algorithms/choose-algorithm'
import { Decimal } from '@/lib/domain/money/decimal'
import type { algorithms } from '@/lib/domain/orders/order-status'

export const ENTRY_KINDS = [
  { value: 'market', label: 'Market' },
  { value: 'limit', label: 'Limit' },
  { value: 'repeat', label: 'Repeat' },
] as const
export type EntryKind = (typeof ENTRY_KINDS)[number]['value']

/** How a buy is entered, as typed. */
export type EntryFields = {
  kind: EntryKind
  limitPrice: string
  everyMinutes: string
  times: string
  /** Of a market entry. */
  algorithm: (typeof algorithms)[number]
}

export const MARKET_ENTRY: EntryFields = {
  ...{ kind: 'market', limitPrice: '', everyMinutes: '60', times: '5', algorithm: 'AUTO' },
}

export const RHYTHMS = [
  { value: '15', label: 'every 15 min' },
  { value: '60', label: 'every hour' },
  { value: '240', label: 'every 4 hours' },
  { value: '1440', label: 'every day' },
  { value: '10080', label: 'every week' },
] as const

const PRICE = /^\d{1,12}(\.\d{0,30})?$/

/** Meme coins have many zeros behind the point, so more decimals are read than in an amount. */
export const readLimitPrice = (text: string): string | null => {
  const clean = text.replace(/[\s$,]/g, '')
  if (!PRICE.test(clean)) return null
  const value = new Decimal(clean)
  return value.gt(0) ? value.toFixed() : null
}

const readTimes = (text: string): number | null =>
  /^\d{1,3}$/.test(text.trim()) && Number(text) >= 2 && Number(text) <= 365 ? Number(text) : null

/** Why the entry cannot be sent as it is, or null. */
export const entryFault = (entry: EntryFields): string | null => {
  if (entry.kind === 'limit' && readLimitPrice(entry.limitPrice) === null)
    return 'Enter the most a token may cost, in dollars.'
  if (entry.kind === 'repeat' && readTimes(entry.times) === null) return 'Repeat 2 to 365 times.'
  return null
}

export const ALGORITHM_NAMES: Record<EntryFields['algorithm'], string> = {
  AUTO: 'Auto',
  MARKET: 'At once',
  TWAP: 'TWAP: equal slices',
  VWAP: 'VWAP: by volume',
  ICEBERG: 'Iceberg: at random',
}

const chosenByAuto = (amountUsd: string, liquidityUsd: string | null) =>
  chooseAlgorithm(new Decimal(amountUsd), liquidityUsd === null ? null : new Decimal(liquidityUsd))

/** What AUTO comes to at the moment. */
export const autoInWords = (amountUsd: string | null, liquidityUsd: string | null): string => {
  if (amountUsd === null) return ALGORITHM_NAMES.AUTO
  const chosen = chosenByAuto(amountUsd, liquidityUsd)
  return chosen === 'MARKET' ? 'Auto: at once' : `Auto: ${chosen === 'ICEBERG' ? 'iceberg' : chosen}`
}

/** A connected wallet, a limit and a plan buy in one piece. */
export const isBoughtInSlices = (
  { entry, wallet }: { entry: EntryFields; wallet: string | null },
  amountUsd: string | null,
  liquidityUsd: string | null,
): boolean => {
  if (entry.kind !== 'market' || wallet !== null || amountUsd === null) return false
  const algorithm = entry.algorithm === 'AUTO' ? chosenByAuto(amountUsd, liquidityUsd) : entry.algorithm
  return algorithm !== 'MARKET'
}

/** What the kind adds to the body of a buy; a repeated one goes to the plans. */
export const limitOf = (entry: EntryFields): { limitPriceUsd?: string; algorithm?: string } => {
  if (entry.kind === 'market' && entry.algorithm !== 'AUTO') return { algorithm: entry.algorithm }
  const price = entry.kind === 'limit' ? readLimitPrice(entry.limitPrice) : null
  return price === null ? {} : { limitPriceUsd: price }
}

export const repetitionOf = (entry: EntryFields): { everyMinutes: number; count: number } => ({
  everyMinutes: Number(entry.everyMinutes),
  count: readTimes(entry.times) ?? 2,
})

/** What a token would cost when it is bought: the limit's price while it waits, else today's. */
export const entryPrice = (entry: EntryFields, priceUsd: string | null): string | null => {
  const limit = entry.kind === 'limit' ? readLimitPrice(entry.limitPrice) : null
  return limit === null || buysAtOnce(entry, priceUsd) ? priceUsd : limit
}

/** A limit above the market is no wait at all. */
export const buysAtOnce = (entry: EntryFields, priceUsd: string | null): boolean => {
  const limit = entry.kind === 'limit' ? readLimitPrice(entry.limitPrice) : null
  return limit !== null && priceUsd !== null && new Decimal(limit).gte(priceUsd)
}
