import type { Executor } from '@/lib/db/client'
import { type RiskLimitRow, riskLimitRows, riskLimitRowsOf } from '@/lib/db/risk-limit-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { DEFAULT_LIMITS, type RiskLimits, tightened } from '@/lib/domain/risk/limits'

export const limitFields = [
  'maxPositionUsd',
  'maxDailyLossUsd',
  'maxOpenPositions',
  'maxCorrelated',
  'riskPerTradePct',
] as const
type LimitField = (typeof limitFields)[number]

/** Only the limits a row sets. */
const setBy = (row: Pick<RiskLimitRow, LimitField> | null): Partial<RiskLimits> => ({
  ...(row?.maxPositionUsd != null && { maxPositionUsd: decimal(row.maxPositionUsd) }),
  ...(row?.maxDailyLossUsd != null && { maxDailyLossUsd: decimal(row.maxDailyLossUsd) }),
  ...(row?.maxOpenPositions != null && { maxOpenPositions: row.maxOpenPositions }),
  ...(row?.maxCorrelated != null && { maxCorrelated: row.maxCorrelated }),
  ...(row?.riskPerTradePct != null && { riskPerTradePct: decimal(row.riskPerTradePct) }),
})

export type LimitSet = {
  house: RiskLimits
  /** What the user set, whether or not the house is tighter by now. */
  own: Partial<RiskLimits>
  effective: RiskLimits
  row: RiskLimitRow | null
}

type Limiting = Parameters<typeof setBy>[0]

/** What two rows, the house's and a user's, come to. */
export const limitsOf = (houseRow: Limiting, ownRow: Limiting): Omit<LimitSet, 'row'> => {
  const house = { ...DEFAULT_LIMITS, ...setBy(houseRow) }
  const own = setBy(ownRow)
  return { house, own, effective: tightened(house, own) }
}

export const readLimits = async (db: Executor, userId: number): Promise<LimitSet> => {
  const rows = await riskLimitRows(db, userId)
  return { ...limitsOf(rows.house, rows.own), row: rows.own }
}

/** What holds for each user now: the tighter of the house's limits and theirs. */
export const effectiveLimitsOf = async (
  db: Executor,
  userIds: readonly number[],
): Promise<ReadonlyMap<number, RiskLimits>> => {
  const { house, own } = await riskLimitRowsOf(db, userIds)
  return new Map(userIds.map((id) => [id, limitsOf(house, own.get(id) ?? null).effective]))
}

export const effectiveLimits = async (db: Executor, userId: number): Promise<RiskLimits> =>
  (await effectiveLimitsOf(db, [userId])).get(userId)!
