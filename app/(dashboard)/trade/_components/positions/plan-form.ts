import type { PositionView } from '@/lib/contracts/positions'
import type { PlanInput } from '@/lib/contracts/trade'
import { Decimal } from '@/lib/domain/money/decimal'
import { readPositive } from '../ticket/ticket-form'

/** What stands in the fields, as typed; an empty one is a rule that does not apply. */
export type PlanFields = {
  takeProfitPct: string
  stopLossPct: string
  trailingStopPct: string
  trailingActivationPct: string
  breakEvenAtPct: string
  timeStopMinutes: string
}

const typed = (pct: string): string => new Decimal(pct).toDecimalPlaces(4).toFixed()

const minutesLeft = (timeStopAt: string | null, now: number): string =>
  timeStopAt === null ? '' : String(Math.max(1, Math.ceil((Date.parse(timeStopAt) - now) / 60_000)))

export const planFields = (position: PositionView, now: number): PlanFields => ({
  takeProfitPct: typed(position.takeProfitPct),
  stopLossPct: typed(position.stopLossPct),
  trailingStopPct: typed(position.trailingStopPct ?? '0').replace(/^0$/, ''),
  trailingActivationPct: typed(position.trailingActivationPct ?? '0').replace(/^0$/, ''),
  breakEvenAtPct: typed(position.breakEvenAtPct ?? '0').replace(/^0$/, ''),
  timeStopMinutes: minutesLeft(position.timeStopAt, now),
})

const LIMITS: Record<keyof PlanFields, { max: string; words: string }> = {
  takeProfitPct: { max: '100000', words: 'Take profit must be above 0 %.' },
  stopLossPct: { max: '99.99', words: 'Stop-loss must be below 100 %; negative locks a profit in.' },
  trailingStopPct: { max: '99.99', words: 'Trailing stop must be between 0 and 99.99 %, or empty.' },
  trailingActivationPct: { max: '100000', words: 'The trailing stop must begin above 0 %, or stay empty.' },
  breakEvenAtPct: { max: '100000', words: 'Break-even must be above 0 %, or empty.' },
  timeStopMinutes: { max: '43200', words: 'Minutes must be between 1 and 43,200 (30 days), or empty.' },
}

const SIGNED = /^[-−]\d{1,6}(\.\d{0,6})?$/

const readStop = (text: string): string | null => {
  const clean = text.replace(/[\s%]/g, '').replace('−', '-')
  return SIGNED.test(clean) ? new Decimal(clean).toFixed() : readPositive(clean, LIMITS.stopLossPct.max)
}

/** Only what was changed, in the words of the API; or the first fault. */
export const readPlan = (
  before: PlanFields,
  fields: PlanFields,
  entryPriceUsd: string,
): { change: PlanInput } | { fault: string } => {
  const change: PlanInput = {}
  for (const name of Object.keys(fields) as (keyof PlanFields)[]) {
    const text = fields[name].trim()
    if (text === before[name]) continue
    const required = name === 'takeProfitPct' || name === 'stopLossPct'
    if (text === '' && !required) {
      change[name as 'breakEvenAtPct'] = null
      continue
    }
    const value = name === 'stopLossPct' ? readStop(text) : readPositive(text, LIMITS[name].max)
    if (value === null) return { fault: LIMITS[name].words }
    if (name === 'timeStopMinutes') {
      if (!Number.isInteger(Number(value))) return { fault: LIMITS.timeStopMinutes.words }
      change.timeStopMinutes = Number(value)
    } else if (name === 'stopLossPct' && value.startsWith('-')) {
      const above = new Decimal(1).minus(new Decimal(value).div(100))
      change.stopLossPriceUsd = new Decimal(entryPriceUsd).mul(above).toSignificantDigits(18).toFixed()
    } else change[name] = value
  }
  return Object.keys(change).length === 0 ? { fault: 'Nothing is changed yet.' } : { change }
}
