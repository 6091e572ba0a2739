import type { RiskLimitsAnswer, RiskLimitsView } from '@/lib/contracts/risk'
import type { Executor } from '@/lib/db/client'
import { type Decimal, decimalString } from '@/lib/domain/money/decimal'
import type { RiskLimits } from '@/lib/domain/risk/limits'
import { houseKinds, isOn, protectionKinds } from '@/lib/domain/risk/protections/protection-kinds'
import type { Context } from '../context'
import { readLimits } from './effective-limits'

/** A limit tightened today is not raised today: the moment one wants to is the wrong moment. */
export const COOLING_OFF_MS = 24 * 3_600_000

const view = (limits: RiskLimits): RiskLimitsView => ({
  maxPositionUsd: decimalString(limits.maxPositionUsd),
  maxDailyLossUsd: decimalString(limits.maxDailyLossUsd),
  maxOpenPositions: limits.maxOpenPositions,
  maxCorrelated: limits.maxCorrelated,
  riskPerTradePct: decimalString(limits.riskPerTradePct),
})

const text = (value: Decimal | undefined): string | null => (value ? decimalString(value) : null)

export const getRiskLimits = async (deps: { db: Executor }, ctx: Context): Promise<RiskLimitsAnswer> => {
  const { effective, house, own, row } = await readLimits(deps.db, ctx.userId)
  const raisableAt = row?.tightenedAt && new Date(row.tightenedAt.getTime() + COOLING_OFF_MS)
  return {
    limits: view(effective),
    house: view(house),
    own: {
      maxPositionUsd: text(own.maxPositionUsd),
      maxDailyLossUsd: text(own.maxDailyLossUsd),
      maxOpenPositions: own.maxOpenPositions ?? null,
      maxCorrelated: own.maxCorrelated ?? null,
      riskPerTradePct: text(own.riskPerTradePct),
    },
    protections: protectionKinds.map((kind) => ({
      kind,
      on: isOn(kind, row?.protections ?? {}),
      optional: !houseKinds.includes(kind),
    })),
    raisableAt: raisableAt && raisableAt > ctx.now() ? raisableAt.toISOString() : null,
  }
}
