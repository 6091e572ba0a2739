import { type Decimal, decimal, HUNDRED, ONE, ZERO } from '@/lib/domain/money/decimal'
import { durationWords } from '@/lib/domain/risk/utc-day'
import type { ExitPlan } from './exit-plan'

export type PlanToTell = Omit<ExitPlan, 'timeStopAt'> & { timeStopMinutes: number | null }

const price = (value: Decimal): string => `$${value.toSignificantDigits(5).toFixed()}`

/** `+20 %`, `−10 %`. */
const signed = (pct: Decimal): string => `${pct.isNegative() ? '−' : '+'}${pct.abs().toFixed()} %`

/**
 * An exit plan in sentences, in the order a trader asks for it: the way up, the way down, what moves the stop, the
 * time. `entryPrice` in dollars per token adds the prices.
 */
export const tellExits = (plan: PlanToTell, entryPrice: Decimal | null): string[] => {
  const level = (pct: Decimal): string =>
    entryPrice === null
      ? signed(pct)
      : `${signed(pct)} (${price(entryPrice.mul(ONE.plus(pct.div(HUNDRED))))})`
  const told = [
    wayUp(plan, level),
    `Sells ${plan.ladder.length > 0 ? 'what is left' : 'all'} at ${level(decimal(plan.stopLossPct).neg())}.`,
  ]
  if (plan.trailingStopPct !== null) {
    const from =
      plan.trailingActivationPct === null
        ? 'From the first moment on'
        : `From ${level(decimal(plan.trailingActivationPct))} on`
    told.push(`${from} a stop follows ${plan.trailingStopPct} % below the highest price; it only rises.`)
  }
  if (plan.breakEvenAtPct !== null)
    told.push(`At ${level(decimal(plan.breakEvenAtPct))} the stop moves up to what it cost.`)
  if (plan.timeStopMinutes !== null)
    told.push(`Sells what is left after ${durationWords(plan.timeStopMinutes * 60_000)}, whatever the price.`)
  return told
}

const wayUp = ({ ladder, takeProfitPct }: PlanToTell, level: (pct: Decimal) => string): string => {
  if (ladder.length === 0) return `Sells all at ${level(decimal(takeProfitPct))}.`
  const steps = ladder.map(({ atPct, sellPct }) => `${sellPct} % at ${level(decimal(atPct))}`)
  const rest = HUNDRED.minus(ladder.reduce((sum, { sellPct }) => sum.plus(sellPct), ZERO))
  return `Sells ${steps.join(', ')}, and the last ${rest.toFixed()} % at ${level(decimal(takeProfitPct))}.`
}
