import type { Decimal } from '@/lib/domain/money/decimal'
import type { RiskLimits } from './limits'
import { isOn, protectionKinds, type ProtectionSwitches } from './protections/protection-kinds'

type Settings = { limits: RiskLimits; protections: ProtectionSwitches }

const amounts = ['maxPositionUsd', 'maxDailyLossUsd', 'riskPerTradePct'] as const
const counts = ['maxOpenPositions', 'maxCorrelated'] as const

/** Whether a change lets more through anywhere, or less. It may do both. */
export const compareSettings = (
  before: Settings,
  after: Settings,
): { loosens: boolean; tightens: boolean } => {
  const steps = [
    ...amounts.map((name) => (after.limits[name] as Decimal).cmp(before.limits[name])),
    ...counts.map((name) => after.limits[name] - before.limits[name]),
    ...protectionKinds.map(
      (kind) => Number(isOn(kind, before.protections)) - Number(isOn(kind, after.protections)),
    ),
  ]
  return { loosens: steps.some((step) => step > 0), tightens: steps.some((step) => step < 0) }
}
