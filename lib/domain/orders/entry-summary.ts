import { stopLossPrice, takeProfitPrice } from '@/lib/domain/exits/exit-plan'
import { type Decimal, decimal, HUNDRED } from '@/lib/domain/money/decimal'

export type EntryToTell = {
  symbol: string
  amountUsd: Decimal
  /** Dollars a token costs now, before fee and impact; null where nobody prices it. */
  priceUsd: Decimal | null
  limitPriceUsd: Decimal | null
  takeProfitPct: string
  stopLossPct: string
  /** Of going in and out again at once. */
  cost: { totalUsd: string; impactUsd: string; venueUsd: string } | null
}

export type EntryTold = {
  summary: string
  aboutTokens: Decimal | null
  takeProfitPriceUsd: Decimal | null
  stopLossPriceUsd: Decimal | null
  lossAtStopUsd: Decimal | null
  warnings: { code: string; text: string }[]
}

/** A purchase whose way in and out costs more than this is worth a second look. */
const DEAR_PCT = decimal('5')

const usd = (value: Decimal): string => `$${value.toFixed(2)}`
const price = (value: Decimal): string => `$${value.toSignificantDigits(5).toFixed()}`
const tokens = (value: Decimal): string => value.toSignificantDigits(4).toFixed()

/** What an entry would do and could cost, in one or two sentences each, and what deserves a warning. */
export const tellEntry = (entry: EntryToTell): EntryTold => {
  const { symbol, amountUsd, limitPriceUsd, cost } = entry
  const waits = limitPriceUsd !== null && entry.priceUsd !== null && limitPriceUsd.lt(entry.priceUsd)
  const at = waits ? limitPriceUsd : entry.priceUsd
  const lostInPool = cost ? decimal(cost.impactUsd).plus(decimal(cost.venueUsd)).div(2) : decimal('0')
  const aboutTokens = at === null ? null : amountUsd.minus(lostInPool).div(at)
  const entryPrice = aboutTokens === null ? null : amountUsd.div(aboutTokens)
  const takeProfit = entryPrice && takeProfitPrice(entryPrice, entry.takeProfitPct)
  const stopLoss = entryPrice && stopLossPrice(entryPrice, entry.stopLossPct)
  const atStop = amountUsd.mul(decimal(entry.stopLossPct)).div(HUNDRED)
  const lossAtStopUsd = cost ? atStop.plus(decimal(cost.totalUsd)) : null
  const what = aboutTokens === null ? symbol : `about ${tokens(aboutTokens)} ${symbol}`
  const how =
    limitPriceUsd === null
      ? 'at market'
      : waits
        ? `once a token costs at most ${price(limitPriceUsd)}`
        : `at market, and for no more than ${price(limitPriceUsd)} a token`
  const levels =
    takeProfit && stopLoss
      ? `Take profit at ${price(takeProfit)} (+${entry.takeProfitPct} %), stop at ${price(stopLoss)} (−${entry.stopLossPct} %).`
      : `Take profit at +${entry.takeProfitPct} %, stop at −${entry.stopLossPct} % of what it costs.`
  const loss = lossAtStopUsd
    ? `If the stop holds you lose about ${usd(lossAtStopUsd)}, costs included; a gap in the price can cost more.`
    : 'What getting out costs is not known at the moment.'
  return {
    summary: `Buy ${what} for ${usd(amountUsd)} ${how}. ${levels} ${loss}`,
    aboutTokens,
    takeProfitPriceUsd: takeProfit,
    stopLossPriceUsd: stopLoss,
    lossAtStopUsd,
    warnings: warningsOf(entry),
  }
}

const warningsOf = ({ amountUsd, priceUsd, limitPriceUsd, stopLossPct, cost }: EntryToTell) => {
  const warnings: { code: string; text: string }[] = []
  if (priceUsd === null) warnings.push({ code: 'unpriced', text: 'No fresh price of this token is known.' })
  if (priceUsd !== null && limitPriceUsd !== null && limitPriceUsd.gte(priceUsd))
    warnings.push({
      code: 'limit_above_market',
      text: `The limit is not below the price: it would buy at once at about ${price(priceUsd)}.`,
    })
  if (!cost) return warnings
  const costPct = decimal(cost.totalUsd).div(amountUsd).mul(HUNDRED)
  if (costPct.gte(decimal(stopLossPct)))
    warnings.push({
      code: 'stop_inside_cost',
      text: `Going in and out costs ${costPct.toFixed(1)} %, and the stop lies at ${stopLossPct} %: it may fire at once.`,
    })
  else if (costPct.gte(DEAR_PCT))
    warnings.push({
      code: 'costly',
      text: `Going in and out at once costs ${usd(decimal(cost.totalUsd))}, ${costPct.toFixed(1)} % of it.`,
    })
  return warnings
}
