import { DEFAULT_PREFERENCES, type TradingPreferences } from '@/lib/domain/preferences/trading-preferences'
import { formatSignedUsd } from '@/app/_format/numbers'
import type { PortfolioView } from '@/lib/contracts/positions'
import type { RoundTripCost, TokenCard } from '@/lib/contracts/tokens'
import { type EntryFields, entryFault, MARKET_ENTRY } from './entry-kind'
import { type ExtraFields, extrasInShort, extrasOf, NO_EXTRAS, readPlanOf } from '../plan/plan-extras'
import { readPositive } from '../plan/read-positive'
import type { UnfinishedBuy } from './use-unfinished-buy'
import { Decimal, HUNDRED, ONE } from '@/lib/domain/money/decimal'

/** Sales and buys above this are asked about once more, whatever the presets. */
export const LARGE_USD = '500'

/** What stands in the fields, as typed. */
export type TicketFields = {
  amount: string
  takeProfit: string
  stopLoss: string
  /** Ids of amber safety chips the trader accepted. */
  accepted: readonly string[]
  entry: EntryFields
  extras: ExtraFields
  /** A connected wallet to pay from; null is the trading wallet. */
  wallet: string | null
}

/** As the trader's presets fill it; the amount is the one in the middle. */
export const newTicket = (preferred: TradingPreferences): TicketFields => {
  const amounts = preferred.buyAmountsUsd
  return {
    amount: amounts[Math.floor((amounts.length - 1) / 2)] ?? '',
    takeProfit: preferred.takeProfitPct,
    stopLoss: preferred.stopLossPct,
    accepted: [],
    entry: MARKET_ENTRY,
    extras: NO_EXTRAS,
    wallet: null,
  }
}

export const EMPTY_TICKET = newTicket(DEFAULT_PREFERENCES)

export type TicketValues = {
  amountUsd: string | null
  takeProfitPct: string | null
  stopLossPct: string | null
}

export const readTicket = (fields: TicketFields): TicketValues => ({
  amountUsd: readPositive(fields.amount, '1000000000000'),
  takeProfitPct: readPositive(fields.takeProfit, '100000'),
  stopLossPct: readPositive(fields.stopLoss, '99.99'),
})

/** What the exits add to the body of a buy; a plan that cannot be read adds only what can. */
export const exitBody = (fields: TicketFields): Record<string, unknown> => {
  const { takeProfitPct, stopLossPct } = readTicket(fields)
  const plan = readPlanOf(takeProfitPct ?? '', stopLossPct ?? '', fields.extras)
  return { takeProfitPct, stopLossPct, ...('plan' in plan && extrasOf(plan)) }
}

/** Whether the trader is asked once more before it is sent, and by which way the button was pressed. */
export const asksFirst = (fields: TicketFields, pressed: 'pointer' | 'key'): boolean => {
  const { amountUsd } = readTicket(fields)
  return (
    pressed === 'key' ||
    fields.entry.kind !== 'market' ||
    fields.accepted.length > 0 ||
    extrasInShort(fields.extras) !== '' ||
    (amountUsd !== null && new Decimal(amountUsd).gt(LARGE_USD))
  )
}

/** The executable prices at which the exit monitor would sell a buy filled at `price`. */
export const exitPrices = (price: string, takeProfitPct: string, stopLossPct: string) => ({
  target: new Decimal(price).mul(ONE.plus(new Decimal(takeProfitPct).div(HUNDRED))).toFixed(),
  stop: new Decimal(price).mul(ONE.minus(new Decimal(stopLossPct).div(HUNDRED))).toFixed(),
})

type Beside = Pick<RoundTripCost, 'networkUsd' | 'rentUsd'> | null | undefined

/** What a buy costs beside the price its exits are judged on: rent and the network. */
const besideUsd = (cost: Beside): Decimal => new Decimal(cost?.networkUsd ?? 0).plus(cost?.rentUsd ?? 0)

/** What an exit at `percent` of the entry brings or loses; before rent and network fees while those are unknown. */
export const netOfExit = (
  amountUsd: string,
  percent: string,
  cost: Beside,
): { usd: string; words: string } => {
  const usd = new Decimal(amountUsd).mul(percent).div(HUNDRED).minus(besideUsd(cost)).toFixed()
  return { usd, words: cost ? `${formatSignedUsd(usd)} net` : formatSignedUsd(usd) }
}

/** The price at which a sale would return what was paid: the price plus what leaving costs. */
export const breakEvenPrice = (price: string, costPct: string): string | null => {
  const kept = ONE.minus(new Decimal(costPct).div(HUNDRED))
  return kept.lte(0) ? null : new Decimal(price).div(kept).toFixed()
}

/** About what arrives: the stake less half of what a round trip loses to the pool and to the token's tax. */
export const receivedAmount = (
  amountUsd: string,
  price: string,
  cost: { impactUsd: string; venueUsd: string; taxUsd: string },
): string =>
  new Decimal(amountUsd)
    .minus(new Decimal(cost.impactUsd).plus(cost.venueUsd).plus(cost.taxUsd).div(2))
    .div(price)
    .toFixed()

export type Limit = { name: string; used: string; limit: string; over: boolean; sharePct: number }

const limitOf = (name: string, used: Decimal, limit: Decimal): Limit => ({
  name,
  used: used.toFixed(),
  limit: limit.toFixed(),
  over: used.gt(limit),
  sharePct: limit.lte(0) ? 100 : Math.min(100, used.div(limit).mul(100).toDecimalPlaces(1).toNumber()),
})

/** How much of each limit this buy would use. The server decides; this says it beforehand. */
export const ticketLimits = (
  values: TicketValues,
  portfolio: PortfolioView,
  cost: Beside,
): { size: Limit; day: Limit; count: Limit } => {
  const amount = new Decimal(values.amountUsd ?? '0')
  const atStop =
    values.amountUsd === null || values.stopLossPct === null
      ? new Decimal(0)
      : new Decimal(netOfExit(values.amountUsd, `-${values.stopLossPct}`, cost).usd).neg()
  const lossToday = Decimal.max(0, new Decimal(portfolio.dailyPnlUsd).neg())
  return {
    size: limitOf('Position size', amount, new Decimal(portfolio.maxPositionUsd)),
    day: limitOf('Day if stopped', lossToday.plus(atStop), new Decimal(portfolio.dailyLossLimitUsd).abs()),
    count: limitOf(
      'Open positions',
      new Decimal(portfolio.openPositions + 1),
      new Decimal(portfolio.maxOpenPositions),
    ),
  }
}

const UNFINISHED: Record<UnfinishedBuy, string> = {
  working: 'An earlier buy of it is still working.',
  unproven: 'An earlier buy is sent, not yet proven. Wait for it.',
}

export type TicketBlock = { field: 'amount' | 'entry' | 'exits' | 'market' | 'safety'; reason: string }

/** Why the button cannot be pressed, most basic reason first; null when it can. */
export const ticketBlock = (
  fields: TicketFields,
  facts: {
    token: TokenCard | undefined
    priceAgeMs: number | null
    priced: boolean
    unfinished: UnfinishedBuy | null
    /** Why nothing can be bought at all at the moment. */
    halted: string | null
    /** The token could not be read. */
    missing: boolean
  },
): TicketBlock | null => {
  const { amountUsd, takeProfitPct, stopLossPct } = readTicket(fields)
  if (!facts.token) {
    const reason = facts.missing ? 'This token could not be read.' : 'The token is still loading.'
    return { field: 'market', reason }
  }
  const blocked = facts.token.safety.find((chip) => chip.level === 'block')
  if (blocked) return { field: 'safety', reason: `Cannot be bought: ${blocked.label}.` }
  if (facts.halted !== null) return { field: 'market', reason: facts.halted }
  if (facts.unfinished) return { field: 'market', reason: UNFINISHED[facts.unfinished] }
  if (amountUsd === null) return { field: 'amount', reason: 'Enter an amount in dollars, such as 100.' }
  const fault = entryFault(fields.entry)
  if (fault) return { field: 'entry', reason: fault }
  if (takeProfitPct === null) return { field: 'exits', reason: 'Take profit must be above 0 %.' }
  if (stopLossPct === null) return { field: 'exits', reason: 'Stop-loss must be between 0 and 99.99 %.' }
  const plan = readPlanOf(takeProfitPct, stopLossPct, fields.extras)
  if ('fault' in plan) return { field: 'exits', reason: plan.fault }
  if (!facts.priced)
    return { field: 'market', reason: 'No live price. Entries wait; exits ask for a live quote.' }
  if (facts.priceAgeMs !== null && facts.priceAgeMs > 15_000) {
    const seconds = Math.floor(facts.priceAgeMs / 1_000)
    return { field: 'market', reason: `Price is ${seconds} s old. Entries wait; exits ask for a live quote.` }
  }
  const open = facts.token.safety.find((chip) => chip.level === 'amber' && !fields.accepted.includes(chip.id))
  if (open) return { field: 'safety', reason: `Accept first: ${open.label}.` }
  return null
}
