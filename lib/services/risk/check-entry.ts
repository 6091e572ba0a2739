import type { Executor } from '@/lib/db/client'
import { reservedLamports } from '@/lib/db/entry-lamports-repository'
import { inOneGo } from '@/lib/db/in-one-go'
import { type Exposure, userExposure } from '@/lib/db/exposure-repository'
import { reservedByEntries } from '@/lib/db/reserved-repository'
import { type Decimal, ZERO } from '@/lib/domain/money/decimal'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { tokenCorrelation } from '@/lib/domain/risk/correlation'
import { denyEntry, type EntryFacts, solReserveLamports } from '@/lib/domain/risk/deny-entry'
import { CORRELATED_ABOVE, type Denial, type RiskLimits } from '@/lib/domain/risk/limits'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'
import { denyEntryByState, denyWorkingEntryByState } from '../trading-state/deny-entry-by-state'
import { dayResult } from './day-result'
import { denyByLock } from './deny-by-lock'
import { effectiveLimits } from './effective-limits'
import type { ReadReturns } from './return-series'
import type { Survey } from './survey-entry'

export type EntryToCheck = {
  userId: number
  /** The wallet that pays, the one the survey looked at. */
  walletId: string
  mint: string
  amountUsd: Decimal
  /** USDC base units it will spend. */
  inputRaw: bigint
  /** In how many it is bought, each with fees of its own; 0: at once. */
  slices: number
  /** The position a lot is added to; null opens a new one. */
  addsTo: string | null
  /** An accepted entry that is checked again: its own reservation does not count, and it is no new entry. */
  orderId?: string
  now: Date
  survey: Survey
}

/**
 * The one place that decides whether money may go in, for every surface: call it inside the transaction that
 * stores the order, under `lockUser`, so that concurrent entries see each other's reservations. Looks at trading
 * state, locks, position size, daily loss, open positions, correlation, balance and SOL reserve, in this order, and
 * names the first that breaks with its numbers; null lets the entry pass. Entries on their way count for every limit.
 */
export const checkEntry = async (
  tx: Executor,
  deps: { readReturns: ReadReturns },
  entry: EntryToCheck,
): Promise<Denial | null> => {
  const { denial } = await tryEntry(tx, deps, entry)
  return denial
}

/** What an entry is measured by. */
export type WeighedEntry = {
  limits: RiskLimits
  facts: EntryFacts
  /** USDC of the paying wallet that entries and transfers on their way will take. */
  reservedUsdcRaw: bigint
}

/** The same verdict with all it rests on, for those who want to show it before anything is asked for. */
export const tryEntry = async (
  tx: Executor,
  deps: { readReturns: ReadReturns },
  entry: EntryToCheck,
): Promise<WeighedEntry & { denial: Denial | null }> => {
  // Asked in one go: statements of one transaction need not wait for each other's answers.
  const [closed, weighed] = await inOneGo([denyAtOnce(tx, entry), weigh(tx, deps, entry)])
  return { ...weighed, denial: closed ?? denyEntry(weighed.limits, weighed.facts) }
}

/** By trading state and locks: no figures are needed for that. */
const denyAtOnce = async (
  tx: Executor,
  { userId, mint, now, orderId }: EntryToCheck,
): Promise<Denial | null> => {
  const byState = orderId === undefined ? denyEntryByState : denyWorkingEntryByState
  const [halted, locked] = await inOneGo([byState(tx, userId, now), denyByLock(tx, { userId, mint, now })])
  return halted ?? locked
}

const weigh = async (
  tx: Executor,
  deps: { readReturns: ReadReturns },
  entry: EntryToCheck,
): Promise<WeighedEntry> => {
  const { userId, mint, now, survey, orderId } = entry
  const own = { userId, walletId: entry.walletId, except: orderId }
  const [exposure, reserved, entryLamports, day, limits] = await inOneGo([
    userExposure(tx, userId, orderId),
    reservedByEntries(tx, own, survey.balancesAsOf),
    reservedLamports(tx, own, survey.balancesAsOf),
    dayResult(tx, { userId, now, market: survey.market }),
    effectiveLimits(tx, userId),
  ])
  const facts = {
    amountUsd: entry.amountUsd,
    inputRaw: entry.inputRaw,
    alreadyUsd: costSoFar(exposure, entry.addsTo),
    opensPosition: entry.addsTo === null,
    dayPnlUsd: day.totalUsd,
    dayResetsInMs: day.resetsAt.getTime() - now.getTime(),
    openPositions: exposure.held.length,
    pendingEntries: opening(exposure).length,
    correlated: await correlatedWith(tx, deps.readReturns, mint, exposure, now),
    freeUsdcRaw: (survey.balances.tokens.get(USDC_MINT) ?? 0n) - reserved.usdcRaw,
    lamports: survey.balances.lamports - reserved.lamports,
    entryLamports,
    slices: entry.slices,
  }
  return { limits, facts, reservedUsdcRaw: reserved.usdcRaw }
}

/** SOL of the paying wallet, in lamports, that nothing else needs: what fees of slices may take. Below zero: something is short. */
export const freeForFees = async (
  tx: Executor,
  { userId, walletId, survey }: Pick<EntryToCheck, 'userId' | 'walletId' | 'survey'>,
): Promise<bigint> => {
  const [exposure, reserved, entryLamports] = await inOneGo([
    userExposure(tx, userId),
    reservedByEntries(tx, { userId, walletId }, survey.balancesAsOf),
    reservedLamports(tx, { walletId }, survey.balancesAsOf),
  ])
  const reserve = solReserveLamports(exposure.held.length, opening(exposure).length, entryLamports)
  return survey.balances.lamports - reserved.lamports - reserve
}

/** Entries on their way that will open a position of their own. */
const opening = (exposure: Exposure) => exposure.pending.filter(({ positionId }) => positionId === null)

const costSoFar = (exposure: Exposure, positionId: string | null): Decimal => {
  if (positionId === null) return ZERO
  const paid = exposure.held.find(({ id }) => id === positionId)?.costRaw ?? 0n
  const onItsWay = exposure.pending
    .filter((order) => order.positionId === positionId)
    .reduce((sum, order) => sum + order.inputRaw, 0n)
  return toUi(paid + onItsWay, USDC_DECIMALS)
}

const correlatedWith = async (
  tx: Executor,
  readReturns: ReadReturns,
  mint: string,
  exposure: Exposure,
  now: Date,
): Promise<string[]> => {
  const others = [...exposure.held, ...opening(exposure)]
  if (others.length === 0) return []
  const series = await readReturns(tx, [mint, ...others.map((other) => other.mint)], now)
  return others
    .filter((other) => (tokenCorrelation(mint, other.mint, series) ?? 0) > CORRELATED_ABOVE)
    .map(({ symbol }) => symbol)
}
