import type { PositionRow } from '@/lib/db/position-repository'
import { type ExitLevels, type ExitState, levelsOf } from '@/lib/domain/exits/exit-plan'
import { numberOf, planMarks, type PlanMarks } from '@/lib/domain/exits/plan-marks'
import { type Decimal, decimal, ZERO } from '@/lib/domain/money/decimal'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'

/** What the rules of a position are worked out from. */
export type PlannedRow = Pick<
  PositionRow,
  | 'entryPriceUsd'
  | 'takeProfitPct'
  | 'stopLossPct'
  | 'trailingStopPct'
  | 'trailingActivationPct'
  | 'breakEvenAtPct'
  | 'ladder'
  | 'ladderDone'
  | 'timeStopAt'
  | 'peakPriceUsd'
  | 'breakEvenArmedAt'
  | 'boughtRaw'
  | 'costRaw'
  | 'feesUsd'
>

export const rowLevels = (row: PlannedRow, decimals: number): ExitLevels => {
  // Only the break-even stop asks for it, and it is dear.
  const cost = row.breakEvenAtPct === null ? ZERO : costPerToken(row, decimals)
  return levelsOf(row, decimal(row.entryPriceUsd), cost)
}

export const rowMarks = (row: PlannedRow, decimals: number): PlanMarks =>
  planMarks(row, numberOf(row.entryPriceUsd), () => costPerToken(row, decimals).toNumber())

const costPerToken = (row: PlannedRow, decimals: number): Decimal => {
  const bought = toUi(row.boughtRaw, decimals)
  const paid = toUi(row.costRaw, USDC_DECIMALS).plus(row.feesUsd)
  return bought.isZero() ? ZERO : paid.div(bought)
}

export const rowState = (row: PlannedRow): ExitState => ({
  peak: row.peakPriceUsd === null ? null : decimal(row.peakPriceUsd),
  breakEvenArmed: row.breakEvenArmedAt !== null,
  ladderDone: row.ladderDone,
})
