import { type Decimal, decimal } from '@/lib/domain/money/decimal'
import type { ErrorCode } from '@/lib/errors'

/** Why an entry is refused: a sentence with the number that broke, and the numbers themselves. */
export type Denial = { code: ErrorCode; detail: string; extra?: Record<string, string | string[]> }

export type RiskLimits = {
  maxPositionUsd: Decimal
  /** Realised plus unrealised, per UTC day; positive. */
  maxDailyLossUsd: Decimal
  maxOpenPositions: number
  /** Positions that move together, the new one counted. */
  maxCorrelated: number
  /** Share of the account one stop-loss may cost; for suggested sizes. */
  riskPerTradePct: Decimal
}

/** The house limits where the operator has set none. */
export const DEFAULT_LIMITS: RiskLimits = {
  maxPositionUsd: decimal('500'),
  maxDailyLossUsd: decimal('1000'),
  maxOpenPositions: 50,
  maxCorrelated: 5,
  riskPerTradePct: decimal('2'),
}

/** Two positions whose returns correlate above this count as one bet. */
export const CORRELATED_ABOVE = 0.7

const lower = (house: Decimal, own: Decimal | undefined): Decimal => (own?.lt(house) ? own : house)

/** A user's own limits only ever tighten the house's, also after the house lowered its own. */
export const tightened = (house: RiskLimits, own: Partial<RiskLimits>): RiskLimits => ({
  maxPositionUsd: lower(house.maxPositionUsd, own.maxPositionUsd),
  maxDailyLossUsd: lower(house.maxDailyLossUsd, own.maxDailyLossUsd),
  maxOpenPositions: Math.min(house.maxOpenPositions, own.maxOpenPositions ?? house.maxOpenPositions),
  maxCorrelated: Math.min(house.maxCorrelated, own.maxCorrelated ?? house.maxCorrelated),
  riskPerTradePct: lower(house.riskPerTradePct, own.riskPerTradePct),
})
