import { type Decimal, decimal, HUNDRED } from '@/lib/domain/money/decimal'
import { inDollars } from '@/lib/domain/money/in-words'

export type Warning = { code: string; text: string }

/** A purchase whose way in and out costs more than this is worth a second look. */
const DEAR_PCT = decimal('5')
const DEEP_IMPACT_PCT = decimal('1')

const share = (part: string, whole: Decimal): Decimal => decimal(part).div(whole).mul(HUNDRED)

/** What deserves a second look before an entry is sent. */
export const entryWarnings = (entry: {
  amountUsd: Decimal
  priceUsd: Decimal | null
  limitPriceUsd: Decimal | null
  stopLossPct: string
  cost: { totalUsd: string; impactUsd: string; venueUsd: string; taxUsd: string } | null
}): Warning[] => {
  const { amountUsd, priceUsd, limitPriceUsd, stopLossPct, cost } = entry
  const warnings: Warning[] = []
  if (priceUsd === null) warnings.push({ code: 'unpriced', text: 'No fresh price of this token is known.' })
  if (priceUsd !== null && limitPriceUsd !== null && limitPriceUsd.gte(priceUsd))
    warnings.push({
      code: 'limit_above_market',
      text: `The limit is not below the price: it would buy at once at about $${priceUsd.toSignificantDigits(5).toFixed()}.`,
    })
  if (!cost) return warnings
  const costPct = share(cost.totalUsd, amountUsd)
  // Of the two ways of a round trip one is the purchase.
  const impactPct = share(cost.impactUsd, amountUsd).div(2)
  if (impactPct.gte(DEEP_IMPACT_PCT))
    warnings.push({
      code: 'impact',
      text: `Buying this much moves the price by about ${impactPct.toFixed(1)} %, and selling it moves it again. A smaller amount loses less.`,
    })
  // Rent and network fees are not in what a sale brings, so no stop fires on them.
  const fallPct = share(decimal(cost.impactUsd).plus(cost.venueUsd).plus(cost.taxUsd).toFixed(), amountUsd)
  if (fallPct.gte(decimal(stopLossPct)))
    warnings.push({
      code: 'stop_inside_cost',
      text: `Selling at once would bring ${fallPct.toFixed(1)} % less than was paid, and the stop lies at ${stopLossPct} %: it may fire at once.`,
    })
  else if (costPct.gte(DEAR_PCT))
    warnings.push({
      code: 'costly',
      text: `Going in and out at once costs ${inDollars(decimal(cost.totalUsd))}, ${costPct.toFixed(1)} % of it.`,
    })
  return warnings
}
