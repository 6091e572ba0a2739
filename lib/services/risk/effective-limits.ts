import type { Executor } from '@/lib/db/client'
import { type RiskLimitRow, riskLimitRows } from '@/lib/db/risk-limit-repository'
import { decimal } from '@/lib/domain/money/decimal'
import { DEFAULT_LIMITS, type RiskLimits, tightened } from '@/lib/domain/risk/limits'

/** Only the limits a row sets. */
const setBy = (row: RiskLimitRow | null): Partial<RiskLimits> => ({
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

export const readLimits = async (db: Executor, userId: number): Promise<LimitSet> => {
  const rows = await riskLimitRows(db, userId)
  const house = { ...DEFAULT_LIMITS, ...setBy(rows.house) }
  const own = setBy(rows.own)
  return { house, own, effective: tightened(house, own), row: rows.own }
}

/** What holds for a user now: the tighter of the house's limits and theirs. */
export const effectiveLimits = async (db: Executor, userId: number): Promise<RiskLimits> =>
  (await readLimits(db, userId)).effective
