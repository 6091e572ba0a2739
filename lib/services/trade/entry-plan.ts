import type { BuyInput } from '@/lib/contracts/trade'
import { type ExitPlan, faultsOf, type LadderStep } from '@/lib/domain/exits/exit-plan'
import type { TradingPreferences } from '@/lib/domain/preferences/trading-preferences'
import { AppError } from '@/lib/errors'

type AskedPlan = Pick<
  BuyInput,
  | 'takeProfitPct'
  | 'stopLossPct'
  | 'trailingStopPct'
  | 'trailingActivationPct'
  | 'breakEvenAtPct'
  | 'ladder'
  | 'timeStopMinutes'
>

/** Percentages as the order keeps them; the time runs from the fill on. */
export type EntryPlan = Omit<ExitPlan, 'timeStopAt' | 'ladder'> & {
  ladder: LadderStep[]
  timeStopMinutes: number | null
}

/**
 * The exit plan of an entry, the trader's own defaults where it says nothing. Throws `risk.exit_plan_required` where
 * one of the two mandatory exits is taken off, `validation` when the plan makes no sense.
 */
export const entryPlan = (
  input: AskedPlan,
  preferred: Pick<TradingPreferences, 'takeProfitPct' | 'stopLossPct'>,
): EntryPlan => {
  if (input.takeProfitPct === null || input.stopLossPct === null)
    throw new AppError(
      'risk.exit_plan_required',
      'Every position has a take-profit and a stop-loss. Leave the field out for your default.',
    )
  const plan = {
    takeProfitPct: input.takeProfitPct ?? preferred.takeProfitPct,
    stopLossPct: input.stopLossPct ?? preferred.stopLossPct,
    trailingStopPct: input.trailingStopPct ?? null,
    trailingActivationPct: input.trailingActivationPct ?? null,
    breakEvenAtPct: input.breakEvenAtPct ?? null,
    ladder: input.ladder,
    timeStopMinutes: input.timeStopMinutes ?? null,
  }
  const faults = faultsOf(plan)
  if (faults.length > 0) throw new AppError('validation', faults.join(' '))
  return plan
}
