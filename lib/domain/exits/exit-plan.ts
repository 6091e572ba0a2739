import { decimal, type Decimal, HUNDRED, ONE, ZERO } from '@/lib/domain/money/decimal'

/** Used where the trader names none; the answer shows them. */
export const DEFAULT_TAKE_PROFIT_PCT = '20'
export const DEFAULT_STOP_LOSS_PCT = '10'

/** Sells `sellPct` percent of everything ever bought once the profit reaches `atPct` percent. */
export type LadderStep = { atPct: string; sellPct: string }

/** Percentages are of the entry price; positive decimals in text. */
export type ExitPlan = {
  takeProfitPct: string
  /** Below the entry; negative where the stop was raised above it. Less than 100. */
  stopLossPct: string
  trailingStopPct: string | null
  /** Profit at which the trailing stop begins; null: from the entry on. */
  trailingActivationPct: string | null
  breakEvenAtPct: string | null
  /** Rising `atPct`. */
  ladder: readonly LadderStep[]
  timeStopAt: Date | null
}

/** What the plan has come to. It only ever tightens. */
export type ExitState = {
  /** The most a sale of everything would have brought per token since the trailing stop is active; null: not active. */
  peak: Decimal | null
  breakEvenArmed: boolean
  ladderDone: number
}

export type ExitLevels = {
  takeProfit: Decimal
  stopLoss: Decimal
  trailing: { distance: Decimal; activation: Decimal } | null
  breakEven: { arm: Decimal; stop: Decimal } | null
  ladder: readonly { at: Decimal; sellPct: string }[]
  timeStopAt: Date | null
}

/** Shifts the point as dividing by a hundred does, exactly too, and much faster. */
const HUNDREDTH = decimal('0.01')

const above = (entry: Decimal, pct: string): Decimal => entry.mul(ONE.plus(decimal(pct).mul(HUNDREDTH)))

export const takeProfitPrice = (entry: Decimal, takeProfitPct: string): Decimal => above(entry, takeProfitPct)

export const stopLossPrice = (entry: Decimal, stopLossPct: string): Decimal =>
  entry.mul(ONE.minus(decimal(stopLossPct).mul(HUNDREDTH)))

/**
 * Where the stop stands once break-even is armed: what a token has cost with all fees so far, but never
 * more than halfway from the entry to the arming level, or arming it would sell at once.
 */
export const breakEvenStop = (entry: Decimal, costPerToken: Decimal, arm: Decimal): Decimal => {
  const highest = entry.plus(arm).div('2')
  return costPerToken.gt(highest) ? highest : costPerToken
}

/** The plan in prices. `entry` and `costPerToken` in dollars per token; the latter includes all fees paid. */
export const levelsOf = (plan: ExitPlan, entry: Decimal, costPerToken: Decimal): ExitLevels => {
  const arm = plan.breakEvenAtPct === null ? null : above(entry, plan.breakEvenAtPct)
  return {
    takeProfit: takeProfitPrice(entry, plan.takeProfitPct),
    stopLoss: stopLossPrice(entry, plan.stopLossPct),
    trailing:
      plan.trailingStopPct === null
        ? null
        : {
            distance: decimal(plan.trailingStopPct).mul(HUNDREDTH),
            activation: plan.trailingActivationPct === null ? ZERO : above(entry, plan.trailingActivationPct),
          },
    breakEven: arm === null ? null : { arm, stop: breakEvenStop(entry, costPerToken, arm) },
    ladder: plan.ladder.map((step) => ({ at: above(entry, step.atPct), sellPct: step.sellPct })),
    timeStopAt: plan.timeStopAt,
  }
}

/** Fields as the API names them, with what is wrong; empty when the plan makes sense. */
export const faultsOf = (
  plan: Pick<
    ExitPlan,
    | 'takeProfitPct'
    | 'stopLossPct'
    | 'trailingStopPct'
    | 'trailingActivationPct'
    | 'breakEvenAtPct'
    | 'ladder'
  >,
): string[] => {
  const faults: string[] = []
  const target = decimal(plan.takeProfitPct)
  if (target.plus(plan.stopLossPct).lte(ZERO))
    faults.push('stopLossPct: the stop must lie below the take-profit.')
  if (plan.trailingActivationPct !== null && plan.trailingStopPct === null)
    faults.push('trailingActivationPct: needs trailingStopPct, the distance it trails at.')
  if (plan.trailingActivationPct !== null && target.lte(plan.trailingActivationPct))
    faults.push('trailingActivationPct: must be below the take-profit, or it would never begin.')
  if (plan.breakEvenAtPct !== null && target.lte(plan.breakEvenAtPct))
    faults.push('breakEvenAtPct: must be below the take-profit, or it would never be armed.')
  return [...faults, ...ladderFaults(plan.ladder, target)]
}

const ladderFaults = (ladder: readonly LadderStep[], target: Decimal): string[] => {
  const faults: string[] = []
  const sold = ladder.reduce((sum, step) => sum.plus(step.sellPct), ZERO)
  if (sold.gte(HUNDRED))
    faults.push(
      'ladder: the steps together must sell less than 100 %; the take-profit and the stop sell the rest.',
    )
  if (ladder.some((step, index) => index > 0 && decimal(step.atPct).lte(ladder[index - 1]!.atPct)))
    faults.push('ladder: each step must lie above the one before it.')
  if (ladder.some((step) => target.lte(step.atPct)))
    faults.push('ladder: every step must lie below the take-profit.')
  return faults
}

/** How many steps of a new ladder are taken already: those at its beginning that the old one had sold. */
export const stepsTaken = (
  before: { ladder: readonly LadderStep[]; ladderDone: number },
  ladder: readonly LadderStep[],
): number => {
  const isSame = (step: LadderStep, index: number): boolean => {
    const old = before.ladder[index]
    return old !== undefined && decimal(old.atPct).eq(step.atPct) && decimal(old.sellPct).eq(step.sellPct)
  }
  const changed = ladder.findIndex((step, index) => index >= before.ladderDone || !isSame(step, index))
  return changed === -1 ? ladder.length : changed
}

/**
 * The rule that fires at this executable price (what one token brings when the whole position is
 * sold now, fee and impact included), or null. A stop and a target cannot both hold: stop < entry < target.
 */
export const firedRule = (
  executablePrice: Decimal,
  levels: { takeProfit: Decimal; stopLoss: Decimal },
): 'TAKE_PROFIT' | 'STOP_LOSS' | null =>
  executablePrice.lte(levels.stopLoss)
    ? 'STOP_LOSS'
    : executablePrice.gte(levels.takeProfit)
      ? 'TAKE_PROFIT'
      : null
