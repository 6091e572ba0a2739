import { type Decimal, decimal, decimalString, ZERO } from '@/lib/domain/money/decimal'
import { SOL_DECIMALS, toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { CORRELATED_ABOVE, type Denial, type RiskLimits } from './limits'
import { slicedEntryLamports } from './entry-lamports'
import { durationWords } from './utc-day'
import { inDollars } from '@/lib/domain/money/in-words'

/** Native SOL that pays for getting out; an entry may not touch it. */
const RESERVE_BASE_LAMPORTS = 5_000_000n
/** What a sell with a priority fee costs, about. */
export const SELL_LAMPORTS = 20_000n
/** Five sells of each position. */
const RESERVE_PER_POSITION_LAMPORTS = 5n * SELL_LAMPORTS

export type EntryFacts = {
  amountUsd: Decimal
  inputRaw: bigint
  /** What the position it adds to has cost so far, entries on their way included; zero for a new position. */
  alreadyUsd: Decimal
  /** A lot of a position that exists takes no new place. */
  opensPosition: boolean
  /** Realised plus unrealised since 00:00 UTC; negative is a loss. */
  dayPnlUsd: Decimal
  /** Until the next 00:00 UTC. */
  dayResetsInMs: number
  openPositions: number
  /** Entries accepted and not yet resolved that will open a position. */
  pendingEntries: number
  /** Symbols of held and pending positions that move with this token; each counts. */
  correlated: readonly string[]
  /** USDC on chain minus what accepted entries will still spend. */
  freeUsdcRaw: bigint
  lamports: bigint
  /** Set aside for fees and rent of accepted entries of the paying wallet. */
  entryLamports: bigint
  /** In how many it is bought; 0: at once. */
  slices: number
}

type DayFacts = Pick<EntryFacts, 'dayPnlUsd' | 'dayResetsInMs'>

type Rule = (limits: RiskLimits, facts: EntryFacts) => Denial | null

const positionSize: Rule = ({ maxPositionUsd }, { amountUsd, alreadyUsd }) => {
  const size = alreadyUsd.plus(amountUsd)
  if (size.lte(maxPositionUsd)) return null
  const room = maxPositionUsd.gt(alreadyUsd) ? maxPositionUsd.minus(alreadyUsd) : ZERO
  return {
    code: 'risk.position_size',
    detail: `A ${inDollars(size)} position passes your limit of ${inDollars(maxPositionUsd)} by ${inDollars(size.minus(maxPositionUsd))}. ${room.isZero() ? 'Nothing more' : inDollars(room)} would pass.`,
    extra: { limitUsd: decimalString(maxPositionUsd), passesUsd: decimalString(room) },
  }
}

/** Also asked of an accepted entry again before it is sent. */
export const denyDailyLoss = (
  { maxDailyLossUsd }: Pick<RiskLimits, 'maxDailyLossUsd'>,
  { dayPnlUsd, dayResetsInMs }: DayFacts,
): Denial | null => {
  const loss = dayPnlUsd.neg()
  if (loss.lt(maxDailyLossUsd)) return null
  return {
    code: 'risk.daily_loss',
    detail: `Today's loss of ${inDollars(loss)} has reached your limit of ${inDollars(maxDailyLossUsd)}, open positions included. Entries stop, exits continue. It resets at 00:00 UTC, in ${durationWords(dayResetsInMs)}.`,
    extra: {
      limitUsd: decimalString(maxDailyLossUsd),
      lossUsd: loss.toFixed(2),
      resetsInSeconds: String(Math.ceil(dayResetsInMs / 1_000)),
    },
  }
}

const openPositions: Rule = (limits, facts) => {
  const held = facts.openPositions + facts.pendingEntries
  if (!facts.opensPosition || held + 1 <= limits.maxOpenPositions) return null
  return {
    code: 'risk.open_positions',
    detail: `This would be position ${held + 1} of ${limits.maxOpenPositions}. Close one first.`,
    extra: { limit: String(limits.maxOpenPositions), open: String(held) },
  }
}

const correlation: Rule = ({ maxCorrelated }, { opensPosition, correlated }) => {
  if (!opensPosition || correlated.length + 1 <= maxCorrelated) return null
  const named = [...new Set(correlated)]
  const names = named.slice(0, 5).join(', ') + (named.length > 5 ? ' and others' : '')
  return {
    code: 'risk.correlation',
    detail: `This would be position ${correlated.length + 1} of ${maxCorrelated} that move together (correlated above ${CORRELATED_ABOVE}): you hold ${names}. Close one of them or buy something else.`,
    extra: { limit: String(maxCorrelated), correlated: named.join(',') },
  }
}

const balance: Rule = (_, { inputRaw, freeUsdcRaw, amountUsd }) => {
  if (inputRaw <= freeUsdcRaw) return null
  const free = freeUsdcRaw > 0n ? toUi(freeUsdcRaw, USDC_DECIMALS) : decimal('0')
  return {
    code: 'risk.insufficient_balance',
    detail: `It needs ${inDollars(amountUsd)} of USDC and ${inDollars(free)} is free. Deposit USDC or buy less.`,
    extra: { freeUsd: decimalString(free), passesUsd: decimalString(free) },
  }
}

/** SOL that must stay: enough to sell everything that is held, on its way, or asked for, and what entries on their way will take. */
export const solReserveLamports = (openCount: number, pendingCount: number, entryLamports: bigint): bigint =>
  RESERVE_BASE_LAMPORTS + RESERVE_PER_POSITION_LAMPORTS * BigInt(openCount + pendingCount + 1) + entryLamports

const solReserve: Rule = (_, { lamports, openPositions, pendingEntries, entryLamports, slices }) => {
  const ownLamports = slices > 0 ? slicedEntryLamports(slices) : 0n
  const reserve = solReserveLamports(openPositions, pendingEntries, entryLamports) + ownLamports
  if (lamports >= reserve) return null
  const sol = (amount: bigint): string => toUi(amount, SOL_DECIMALS).toFixed()
  const own =
    slices > 0 ? ` ${sol(ownLamports)} SOL of it is set aside for the fees of its ${slices} slices.` : ''
  const atOnce = slices > 0 && lamports >= reserve - ownLamports ? ' or buy it at once (MARKET)' : ''
  return {
    code: 'risk.insufficient_balance',
    detail: `The wallet holds ${sol(lamports)} SOL; ${sol(reserve)} SOL must stay for fees, so that every position can be sold.${own} Deposit ${sol(reserve - lamports)} SOL${atOnce}. Selling still works.`,
    extra: {
      sol: sol(lamports),
      reserveSol: sol(reserve),
      ...(slices > 0 ? { slices: String(slices), slicesSol: sol(ownLamports) } : {}),
    },
  }
}

/** The order in which limits are looked at; the first that breaks is the one that is named. */
const rules: readonly Rule[] = [positionSize, denyDailyLoss, openPositions, correlation, balance, solReserve]

/** The first limit an entry breaks, in words with the number that broke and what would pass; null when none. */
export const denyEntry = (limits: RiskLimits, facts: EntryFacts): Denial | null => {
  for (const rule of rules) {
    const denial = rule(limits, facts)
    if (denial) return denial
  }
  return null
}
