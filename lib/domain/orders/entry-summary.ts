import { stopLossPrice, takeProfitPrice } from '@/lib/domain/exits/exit-plan'
import { type PlanToTell, tellExits } from '@/lib/domain/exits/exit-words'
import { type Decimal, decimal, HUNDRED, ONE } from '@/lib/domain/money/decimal'
import { entryWarnings, type Warning } from './entry-warnings'
import { rhythm } from './rhythm'
import { grouped, inDollars } from '@/lib/domain/money/in-words'

export type EntryToTell = {
  symbol: string
  /** Of one purchase. */
  amountUsd: Decimal
  /** Dollars a token costs now, before fee and impact; null where nobody prices it. */
  priceUsd: Decimal | null
  limitPriceUsd: Decimal | null
  /** Of a recurring entry. */
  repeat: { everyMinutes: number; count: number } | null
  plan: PlanToTell
  /** Below the quote by this much it does not fill. */
  slippageBps: number
  /** Of going in and out again at once. */
  cost: {
    totalUsd: string
    impactUsd: string
    venueUsd: string
    taxUsd: string
    networkUsd: string
    rentUsd: string
  } | null
}

/** How many tokens arrive, and what one of them then cost with fee and impact. */
export type Fill = { tokens: Decimal; priceUsd: Decimal }

export type EntryTold = {
  summary: string
  exits: string[]
  expected: Fill | null
  /** Anything worse is refused by the transaction itself. */
  worst: Fill | null
  takeProfitPriceUsd: Decimal | null
  stopLossPriceUsd: Decimal | null
  lossAtStopUsd: Decimal | null
  warnings: Warning[]
}

const price = (value: Decimal): string => `$${value.toSignificantDigits(5).toFixed()}`
const tokens = (value: Decimal): string => grouped(value.toSignificantDigits(4).toFixed())

/** What an entry would do and could cost, in a sentence or two each, and what deserves a warning. */
export const tellEntry = (entry: EntryToTell): EntryTold => {
  const { symbol, amountUsd, limitPriceUsd, cost, plan } = entry
  const waits = limitPriceUsd !== null && (entry.priceUsd === null || limitPriceUsd.lt(entry.priceUsd))
  const { expected, worst } = fillsOf(entry, waits)
  const entryPrice = expected?.priceUsd ?? null
  const atStop = amountUsd.mul(decimal(plan.stopLossPct)).div(HUNDRED)
  // The stop compares what a sale brings with the entry, and both have the pool's fee, impact and tax in them.
  const lossAtStopUsd = cost ? atStop.plus(cost.networkUsd).plus(cost.rentUsd) : null
  const exits = tellExits(plan, entryPrice)
  const what = expected === null ? symbol : `about ${tokens(expected.tokens)} ${symbol}`
  const loss = lossAtStopUsd
    ? `If the stop holds you lose about ${inDollars(lossAtStopUsd)}${entry.repeat ? ' on each purchase' : ''}, costs included; a gap in the price can cost more.`
    : 'What getting out costs is not known at the moment.'
  return {
    summary: `Buy ${what} for ${inDollars(amountUsd)} ${how(entry, waits)}. ${exits.join(' ')} ${loss}`,
    exits,
    expected,
    worst,
    takeProfitPriceUsd: entryPrice && takeProfitPrice(entryPrice, plan.takeProfitPct),
    stopLossPriceUsd: entryPrice && stopLossPrice(entryPrice, plan.stopLossPct),
    lossAtStopUsd,
    warnings: entryWarnings({ ...entry, stopLossPct: plan.stopLossPct }),
  }
}

const how = ({ limitPriceUsd, repeat, amountUsd }: EntryToTell, waits: boolean): string => {
  if (repeat)
    return `${rhythm(repeat.everyMinutes)}, ${repeat.count} times: ${inDollars(amountUsd.mul(repeat.count))} in all, into one position`
  if (limitPriceUsd === null) return 'at market'
  return waits
    ? `once a token costs at most ${price(limitPriceUsd)}`
    : `at market, and for no more than ${price(limitPriceUsd)} a token`
}

/** A limit holds fee and impact already; at the market half of a round trip is lost on the way in. */
const fillsOf = (
  { amountUsd, priceUsd, limitPriceUsd, cost, slippageBps }: EntryToTell,
  waits: boolean,
): { expected: Fill | null; worst: Fill | null } => {
  if (waits && limitPriceUsd) {
    const fill = { tokens: amountUsd.div(limitPriceUsd), priceUsd: limitPriceUsd }
    return { expected: fill, worst: fill }
  }
  if (priceUsd === null) return { expected: null, worst: null }
  const lost = cost ? decimal(cost.impactUsd).plus(cost.venueUsd).plus(cost.taxUsd).div(2) : decimal('0')
  if (lost.gte(amountUsd)) return { expected: null, worst: null }
  const expected = fillOf(amountUsd, amountUsd.minus(lost).div(priceUsd))
  const kept = ONE.minus(decimal(String(slippageBps)).div(10_000))
  const tolerated = fillOf(amountUsd, expected.tokens.mul(kept))
  const worst =
    limitPriceUsd && tolerated.priceUsd.gt(limitPriceUsd)
      ? fillOf(amountUsd, amountUsd.div(limitPriceUsd))
      : tolerated
  return { expected, worst }
}

const fillOf = (amountUsd: Decimal, received: Decimal): Fill => ({
  tokens: received,
  priceUsd: amountUsd.div(received),
})
