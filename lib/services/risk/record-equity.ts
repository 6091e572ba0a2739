import { openEndedLocks, type LockRow } from '@/lib/db/lock-repository'
import { type PositionRow, positionsByStatus, usersWithLivePositions } from '@/lib/db/position-repository'
import { equitySince, insertEquitySnapshots, usersRecordedSince } from '@/lib/db/protection-repository'
import { protectionSwitches } from '@/lib/db/risk-limit-repository'
import { findTokens } from '@/lib/db/token-repository'
import { type Decimal, decimal, decimalString, ZERO } from '@/lib/domain/money/decimal'
import { liveStatuses } from '@/lib/domain/positions/position-status'
import { concentration, maxDrawdown } from '@/lib/domain/risk/protections/account-rules'
import { isOn, type ProtectionSwitches } from '@/lib/domain/risk/protections/protection-kinds'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import type { MarketView } from '../market-view'
import { getPortfolios, type GetPortfoliosDeps } from '../portfolio/get-portfolios'
import { inRounds } from '../portfolio/rounds'
import { positionWorth, usdText } from '../positions/position-view'
import { liftLock } from './lift-lock'
import { setLock, type SetLockDeps } from './set-lock'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

export type RecordEquityDeps = SetLockDeps & Omit<GetPortfoliosDeps, 'db'> & { logger: Logger }

type Switches = ReadonlyMap<number, ProtectionSwitches>
/** An account of which all is priced. */
type Account = { userId: number; equityUsd: Decimal; pnlUsd: Decimal }
/** What concentration is judged from, read once for a round. */
type Evidence = {
  rows: readonly PositionRow[]
  market: ReadonlyMap<string, MarketView>
  standing: readonly LockRow[]
}

/**
 * Writes one equity snapshot a minute for everyone who holds something or did within a day, and judges drawdown
 * and concentration from it. An account with anything unpriced is left out: what is not known is no drawdown.
 */
export const recordEquity = async (deps: RecordEquityDeps): Promise<void> => {
  const since = new Date(deps.now().getTime() - DAY_MS)
  const holding = await usersWithLivePositions(deps.db)
  const recorded = await usersRecordedSince(deps.db, since)
  // In one order: two workers that write the same minute must not wait for each other.
  const users = [...new Set([...holding, ...recorded])].toSorted((left, right) => left - right)
  const switches = await protectionSwitches(deps.db, users)
  for (const round of inRounds(users))
    await recordRound(deps, round, switches).catch((error: unknown) =>
      deps.logger.warn({ users: round.length, error: errorMessage(error) }, 'equity not recorded'),
    )
}

const recordRound = async (
  deps: RecordEquityDeps,
  userIds: readonly number[],
  switches: Switches,
): Promise<void> => {
  const now = deps.now()
  const notRecorded = (userId: number, error: unknown) =>
    deps.logger.warn({ userId, error: errorMessage(error) }, 'equity not recorded')
  const accounts = await pricedAccounts(deps, userIds, now, notRecorded)
  const time = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS)
  await insertEquitySnapshots(
    deps.db,
    accounts.map(({ userId, equityUsd, pnlUsd }) => ({
      userId,
      time,
      equityUsd: decimalString(equityUsd),
      pnlUsd: decimalString(pnlUsd),
    })),
  )
  const evidence = await readEvidence(deps, accounts)
  const judge = async (account: Account): Promise<void> => {
    const on = switches.get(account.userId) ?? {}
    if (isOn('MAX_DRAWDOWN', on)) await judgeDrawdown(deps, account.userId, now)
    await judgeConcentration(deps, account, isOn('CONCENTRATION', on), evidence)
  }
  for (const account of accounts)
    await judge(account).catch((error: unknown) => notRecorded(account.userId, error))
}

const pricedAccounts = async (
  deps: RecordEquityDeps,
  userIds: readonly number[],
  now: Date,
  notRecorded: (userId: number, error: unknown) => void,
): Promise<Account[]> => {
  const outcomes = await getPortfolios(deps, userIds, now)
  return userIds.flatMap((userId, place) => {
    const outcome = outcomes[place]!
    if (outcome.status === 'rejected') {
      notRecorded(userId, outcome.reason)
      return []
    }
    const { equityUsd, realizedPnlUsd, unrealizedPnlUsd, unpriced } = outcome.value
    if (unpriced.length > 0) return []
    const pnlUsd = decimal(realizedPnlUsd).plus(decimal(unrealizedPnlUsd))
    return [{ userId, equityUsd: decimal(equityUsd), pnlUsd }]
  })
}

const readEvidence = async (deps: RecordEquityDeps, accounts: readonly Account[]): Promise<Evidence> => {
  const userIds = accounts.map(({ userId }) => userId)
  const [rows, standing] = await Promise.all([
    positionsByStatus(deps.db, userIds, liveStatuses),
    openEndedLocks(deps.db, 'CONCENTRATION'),
  ])
  const market = await deps.readMarket([...new Set(rows.map((row) => row.tokenMint))])
  return { rows, standing, market }
}

const judgeDrawdown = async (deps: RecordEquityDeps, userId: number, now: Date): Promise<void> => {
  // One account at a time: a day of minutes of a hundred would be 144,000 rows at once.
  const points = (await equitySince(deps.db, userId, new Date(now.getTime() - DAY_MS))).map((row) => ({
    time: row.time,
    equityUsd: decimal(row.equityUsd),
    pnlUsd: decimal(row.pnlUsd),
  }))
  const trigger = maxDrawdown(points, now)
  if (trigger) await setLock(deps, { ...trigger, kind: 'MAX_DRAWDOWN', userId })
}

const judgeConcentration = async (
  deps: RecordEquityDeps,
  { userId, equityUsd }: Account,
  on: boolean,
  { rows, market, standing }: Evidence,
): Promise<void> => {
  const values = new Map<string, Decimal>()
  for (const row of rows.filter((one) => one.userId === userId)) {
    const { exitValue } = positionWorth(row, market.get(row.tokenMint))
    const value = decimal(usdText(exitValue ?? ZERO))
    values.set(row.tokenMint, (values.get(row.tokenMint) ?? ZERO).plus(value))
  }
  const found = on ? concentration(values, equityUsd, deps.now()) : new Map<string, never>()
  const names = new Map((await findTokens(deps.db, [...found.keys()])).map((row) => [row.mint, row.symbol]))
  for (const [mint, trigger] of found)
    await setLock(deps, { ...trigger, kind: 'CONCENTRATION', userId, mint, of: names.get(mint) ?? mint })
  for (const lock of standing)
    if (lock.userId === userId && lock.mint !== null && !found.has(lock.mint)) await liftLock(deps, lock.id)
}
