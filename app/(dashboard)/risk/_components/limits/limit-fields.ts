import type { RiskLimitsView } from '@/lib/contracts/risk'

type LimitName = keyof RiskLimitsView
export type LimitTexts = Partial<Record<LimitName, string>>

export const LIMIT_FIELDS: readonly { name: LimitName; label: string; unit: string; whole?: true }[] = [
  { name: 'maxPositionUsd', label: 'Position size', unit: 'USD' },
  { name: 'maxDailyLossUsd', label: 'Daily loss', unit: 'USD' },
  { name: 'maxOpenPositions', label: 'Open positions', unit: '', whole: true },
  { name: 'maxCorrelated', label: 'Correlated positions', unit: '', whole: true },
  { name: 'riskPerTradePct', label: 'Risk per trade', unit: '% of the account' },
]

/** As the API takes them: empty is the house's, counts are numbers, the rest decimals as typed. */
export const readLimits = (texts: LimitTexts): Record<string, string | number | null> =>
  Object.fromEntries(
    LIMIT_FIELDS.map(({ name, whole }) => {
      const text = (texts[name] ?? '').replace(/[\s$,%]/g, '')
      return [name, text === '' ? null : whole && /^\d+$/.test(text) ? Number(text) : text]
    }),
  )
