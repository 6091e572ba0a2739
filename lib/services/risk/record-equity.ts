import { openEndedLocks } from '@/lib/db/lock-repository'
import { positionsByStatus, usersWithLivePositions } from '@/lib/db/position-repository'
import { equitySince, insertEquitySnapshot, usersRecordedSince } from '@/lib/db/protection-repository'
import { protectionSwitches } from '@/lib/db/risk-limit-repository'
import { findTokens } from '@/lib/db/token-repository'
import { type Decimal, decimal, decimalString, ZERO } from '@/lib/domain/money/decimal'
import { liveStatuses } from '@/lib/domain/positions/position-status'
import { concentration, maxDrawdown } from '@/lib/domain/risk/protections/account-rules'
import { isOn, type ProtectionSwitches } from '@/lib/domain/risk/protections/protection-kinds'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import { getPortfolio, type GetPortfolioDeps } from '../portfolio/get-portfolio'
import { positionViews } from '../positions/position-view'
import { liftLock } from './lift-lock'
import { setLock, type SetLockDeps } from './set-lock'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

export type RecordEquityDeps = SetLockDeps & Omit<GetPortfolioDeps, 'db'> & { logger: Logger }

/**
 * Writes one equity snapshot a minute for everyone who holds something or did within a day, and judges drawdown
 * and concentration from it. An account with anything unpriced is left out: what is not known is no drawdown.
 */
export const recordEquity = async (deps: RecordEquityDeps): Promise<void> => {
  const since = new Date(deps.now().getTime() - DAY_MS)
  const users = new Set([
    ...(await usersWithLivePositions(deps.db)),
    ...(await usersRecordedSince(deps.db, since)),
  ])
  const switches = await protectionSwitches(deps.db, [...users])
  for (const userId of users)
    await recordOne(deps, userId, switches.get(userId) ?? {}).catch((error: unknown) =>
      deps.logger.warn({ userId, error: errorMessage(error) }, 'equity not recorded'),
    )
}

const recordOne = async (
  deps: RecordEquityDeps,
  userId: number,
  switches: ProtectionSwitches,
): Promise<void> => {
  const now = deps.now()
  const actor = { kind: 'system' as const, id: 'equity' }
  const portfolio = await getPortfolio(deps, { actor, userId, now: deps.now, newId: deps.newId })
  if (portfolio.unpriced.length > 0) return
  const pnl = decimal(portfolio.realizedPnlUsd).plus(decimal(portfolio.unrealizedPnlUsd))
  await insertEquitySnapshot(deps.db, {
    userId,
    time: new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS),
    equityUsd: portfolio.equityUsd,
    pnlUsd: decimalString(pnl),
  })
  if (isOn('MAX_DRAWDOWN', switches)) await judgeDrawdown(deps, userId, now)
  await judgeConcentration(deps, userId, decimal(portfolio.equityUsd), isOn('CONCENTRATION', switches))
}

const judgeDrawdown = async (deps: RecordEquityDeps, userId: number, now: Date): Promise<void> => {
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
  userId: number,
  equityUsd: Decimal,
  on: boolean,
): Promise<void> => {
  const views = await positionViews(deps, await positionsByStatus(deps.db, userId, liveStatuses))
  const values = new Map<string, Decimal>()
  for (const { token, exitValueUsd } of views)
    values.set(token.mint, (values.get(token.mint) ?? ZERO).plus(decimal(exitValueUsd ?? '0')))
  const found = on ? concentration(values, equityUsd, deps.now()) : new Map<string, never>()
  const names = new Map((await findTokens(deps.db, [...found.keys()])).map((row) => [row.mint, row.symbol]))
  for (const [mint, trigger] of found)
    await setLock(deps, { ...trigger, kind: 'CONCENTRATION', userId, mint, of: names.get(mint) ?? mint })
  for (const lock of await openEndedLocks(deps.db, 'CONCENTRATION'))
    if (lock.userId === userId && lock.mint !== null && !found.has(lock.mint)) await liftLock(deps, lock.id)
}
