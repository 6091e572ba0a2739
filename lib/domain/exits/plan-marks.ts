import { decimal, HUNDRED, ONE } from '@/lib/domain/money/decimal'
import type { ExitPlan } from './exit-plan'

/**
 * The levels of a plan (exit-plan.ts) as doubles: for finding what certainly does nothing, a third of the
 * memory and a tenth of the time of exact ones. Each lies within 3e-13 of its exact value.
 */
export type PlanMarks = {
  takeProfit: number
  stopLoss: number
  /** What is left of the peak where the trailing stop fires, and where it begins. */
  trailing: { keep: number; activation: number } | null
  breakEven: { arm: number; stop: number } | null
  ladder: readonly number[]
}

const PLAIN = /^-?\d+(\.\d+)?$/

/** NaN for whatever is no plain number, as rows may bring it: what it means is for exact decimals to say. */
export const numberOf = (text: string): number => (PLAIN.test(text) ? Number(text) : NaN)

/**
 * `pct` percent less than all. The error of a difference grows as it shrinks: of a text within u = 2^-53 it
 * is 2u / difference, 2.3e-13 at a thousandth, and below that decimals are asked.
 */
const less = (pct: string): number => {
  const left = 1 - numberOf(pct) / 100
  return left > 0.001 ? left : ONE.minus(decimal(pct).div(HUNDRED)).toNumber()
}

const above = (entry: number, pct: string): number => entry * (1 + numberOf(pct) / 100)

const NO_STEPS: readonly number[] = []

/** `entry` and `costPerToken` in dollars a token, the latter with all fees paid; it is asked for break-even only. */
export const planMarks = (plan: ExitPlan, entry: number, costPerToken: () => number): PlanMarks => {
  const arm = plan.breakEvenAtPct === null ? null : above(entry, plan.breakEvenAtPct)
  return {
    takeProfit: above(entry, plan.takeProfitPct),
    stopLoss: entry * less(plan.stopLossPct),
    trailing:
      plan.trailingStopPct === null
        ? null
        : {
            keep: less(plan.trailingStopPct),
            activation: plan.trailingActivationPct === null ? 0 : above(entry, plan.trailingActivationPct),
          },
    breakEven: arm === null ? null : { arm, stop: Math.min((entry + arm) / 2, costPerToken()) },
    ladder: plan.ladder.length === 0 ? NO_STEPS : plan.ladder.map(({ atPct }) => above(entry, atPct)),
  }
}

/** Not so where a text is no number, or one too large for a double. */
export const areNumbers = ({ takeProfit, stopLoss, trailing, breakEven, ladder }: PlanMarks): boolean =>
  Number.isFinite(takeProfit + stopLoss) &&
  Number.isFinite(trailing ? trailing.keep + trailing.activation : 0) &&
  Number.isFinite(breakEven ? breakEven.arm + breakEven.stop : 0) &&
  ladder.every(Number.isFinite)
