import type { PositionView } from '@/lib/contracts/positions'
import type { PlanInput } from '@/lib/contracts/trade'
import type { PlanToTell } from '@/lib/domain/exits/exit-words'
import { Decimal } from '@/lib/domain/money/decimal'
import { type ExtraFields, type ExtraNumber, readPlanOf } from './plan-extras'
import { readPositive } from './read-positive'

/** What stands in the fields, as typed; an empty one is a rule that does not apply. */
export type PlanFields = ExtraFields & { takeProfitPct: string; stopLossPct: string }

const typed = (pct: string): string => new Decimal(pct).toDecimalPlaces(4).toFixed()
const orEmpty = (pct: string | null): string => typed(pct ?? '0').replace(/^0$/, '')

const minutesLeft = (timeStopAt: string | null, now: number): string =>
  timeStopAt === null ? '' : String(Math.max(1, Math.ceil((Date.parse(timeStopAt) - now) / 60_000)))

export const planFields = (position: PositionView, now: number): PlanFields => ({
  takeProfitPct: typed(position.takeProfitPct),
  stopLossPct: typed(position.stopLossPct),
  trailingStopPct: orEmpty(position.trailingStopPct),
  trailingActivationPct: orEmpty(position.trailingActivationPct),
  breakEvenAtPct: orEmpty(position.breakEvenAtPct),
  timeStopMinutes: minutesLeft(position.timeStopAt, now),
  ladder: position.ladder
    .slice(position.ladderDone)
    .map(({ atPct, sellPct }) => ({ atPct: typed(atPct), sellPct: typed(sellPct) })),
})

const SIGNED = /^[-−]\d{1,6}(\.\d{0,6})?$/

const readStop = (text: string): string | null => {
  const clean = text.replace(/[\s%]/g, '').replace('−', '-')
  return SIGNED.test(clean) ? new Decimal(clean).toFixed() : readPositive(clean, '99.99')
}

/** The plan as it would stand, or the first fault. */
export const readPlan = (fields: PlanFields): { plan: PlanToTell } | { fault: string } => {
  const target = readPositive(fields.takeProfitPct, '100000')
  if (target === null) return { fault: 'Take profit must be above 0 %.' }
  const stop = readStop(fields.stopLossPct)
  if (stop === null) return { fault: 'Stop-loss must be below 100 %; negative locks a profit in.' }
  return readPlanOf(target, stop, fields)
}

const RULES = ['trailingStopPct', 'trailingActivationPct', 'breakEvenAtPct', 'timeStopMinutes'] as const

/** Only what was changed, in the words of the API; or the first fault. */
export const readChange = (
  before: PlanFields,
  fields: PlanFields,
  entryPriceUsd: string,
): { change: PlanInput } | { fault: string } => {
  const read = readPlan(fields)
  if ('fault' in read) return read
  const { plan } = read
  const isChanged = (name: ExtraNumber | 'takeProfitPct' | 'stopLossPct') =>
    fields[name].trim() !== before[name]
  const change: PlanInput = {
    ...(isChanged('takeProfitPct') && { takeProfitPct: plan.takeProfitPct }),
    ...(isChanged('stopLossPct') && stopOf(plan.stopLossPct, entryPriceUsd)),
    ...Object.fromEntries(RULES.filter(isChanged).map((name) => [name, plan[name]])),
    ...(JSON.stringify(fields.ladder) !== JSON.stringify(before.ladder) && { ladder: [...plan.ladder] }),
  }
  return Object.keys(change).length === 0 ? { fault: 'Nothing is changed yet.' } : { change }
}

/** A stop above the entry can only be named by its price. */
const stopOf = (stopLossPct: string, entryPriceUsd: string): PlanInput => {
  if (!stopLossPct.startsWith('-')) return { stopLossPct }
  const above = new Decimal(1).minus(new Decimal(stopLossPct).div(100))
  return { stopLossPriceUsd: new Decimal(entryPriceUsd).mul(above).toSignificantDigits(18).toFixed() }
}
