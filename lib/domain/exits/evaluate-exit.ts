import { type Decimal, ONE } from '@/lib/domain/money/decimal'
import type { ExitReason } from '@/lib/domain/positions/position-status'
import type { ExitLevels, ExitState } from './exit-plan'

export type RuleReason = Extract<
  ExitReason,
  'STOP_LOSS' | 'TRAILING_STOP' | 'BREAK_EVEN' | 'TAKE_PROFIT' | 'LADDER' | 'TIME_STOP'
>

export type Firing = {
  reason: RuleReason
  /** The level that was reached; for a time stop the price it found. */
  level: Decimal
  /** null: all that is left. */
  part: LadderPart | null
}

/** Which step of the ladder, counted from 0, and the percent of everything ever bought it sells. */
export type LadderPart = { step: number; sellPct: string }

export type Evaluation = { state: ExitState; moved: boolean; firing: Firing | null }

/** Where the trailing stop stands now; null while it is not active. */
export const trailingStop = (levels: ExitLevels, state: ExitState): Decimal | null =>
  levels.trailing === null || state.peak === null ? null : state.peak.mul(ONE.minus(levels.trailing.distance))

/** The highest of the stops that stand now, and which one it is. */
export const effectiveStop = (
  levels: ExitLevels,
  state: ExitState,
): { rule: 'STOP_LOSS' | 'TRAILING_STOP' | 'BREAK_EVEN'; price: Decimal } => {
  const trailing = trailingStop(levels, state)
  const evened = state.breakEvenArmed ? levels.breakEven?.stop : undefined
  if (trailing?.gt(levels.stopLoss) && !evened?.gt(trailing))
    return { rule: 'TRAILING_STOP', price: trailing }
  if (evened?.gt(levels.stopLoss)) return { rule: 'BREAK_EVEN', price: evened }
  return { rule: 'STOP_LOSS', price: levels.stopLoss }
}

/**
 * The rules of one position at this executable price (what one token brings when everything is sold now,
 * fee and impact included). First the state tightens: a peak rises, break-even is armed, the trailing stop
 * begins. Then the first rule that holds fires, in this fixed order: stop-loss, trailing stop, break-even,
 * take-profit, ladder, time stop. Protection before profit, the whole before a part, the clock last.
 */
export const evaluateExit = (
  levels: ExitLevels,
  before: ExitState,
  price: Decimal,
  now: Date,
): Evaluation => {
  const state = tighten(levels, before, price)
  const moved = state.peak !== before.peak || state.breakEvenArmed !== before.breakEvenArmed
  return { state, moved, firing: fire(levels, state, price, now) }
}

const tighten = (levels: ExitLevels, state: ExitState, price: Decimal): ExitState => {
  const active = levels.trailing !== null && (state.peak !== null || price.gte(levels.trailing.activation))
  const higher = active && (state.peak === null || price.gt(state.peak))
  return {
    ...state,
    peak: higher ? price : state.peak,
    breakEvenArmed: state.breakEvenArmed || (levels.breakEven !== null && price.gte(levels.breakEven.arm)),
  }
}

const fire = (levels: ExitLevels, state: ExitState, price: Decimal, now: Date): Firing | null => {
  const all = (reason: RuleReason, level: Decimal): Firing => ({ reason, level, part: null })
  if (price.lte(levels.stopLoss)) return all('STOP_LOSS', levels.stopLoss)
  const trailing = trailingStop(levels, state)
  if (trailing && price.lte(trailing)) return all('TRAILING_STOP', trailing)
  if (state.breakEvenArmed && levels.breakEven && price.lte(levels.breakEven.stop))
    return all('BREAK_EVEN', levels.breakEven.stop)
  if (price.gte(levels.takeProfit)) return all('TAKE_PROFIT', levels.takeProfit)
  const step = levels.ladder[state.ladderDone]
  if (step && price.gte(step.at))
    return {
      reason: 'LADDER',
      level: step.at,
      part: { step: state.ladderDone, sellPct: step.sellPct },
    }
  if (levels.timeStopAt && now >= levels.timeStopAt) return all('TIME_STOP', price)
  return null
}
