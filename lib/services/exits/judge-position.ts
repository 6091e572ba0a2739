import type { GuardedPosition } from '@/lib/db/position-repository'
import { type Evaluation, evaluateExit, type Firing } from '@/lib/domain/exits/evaluate-exit'
import type { ExitLevels, ExitState } from '@/lib/domain/exits/exit-plan'
import { areNumbers, type PlanMarks } from '@/lib/domain/exits/plan-marks'
import {
  isCertainlyBelow,
  isCertainlyQuiet,
  type QuietRange,
  quietRange,
} from '@/lib/domain/exits/quiet-range'
import { LEAST_PRICE, type Trigger } from '@/lib/domain/exits/trigger-index'
import { downLevel, impactAhead, spreadOf, trailFactor, upLevel } from '@/lib/domain/exits/trigger-level'
import type { Decimal } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { mayRunOut, sellFee, sellValue } from '@/lib/domain/pools/constant-product'
import { rowLevels, rowMarks, rowState } from './row-plan'
import type { JudgeableTick } from './judgeable-tick'
import type { SeenPrice } from './seen-price'

/** A position with its levels in doubles, and what its plan has come to. */
export type Guard = GuardedPosition & {
  marks: PlanMarks
  /** The exact levels, once they were asked for: of most positions they never are. */
  levels: ExitLevels | null
  state: ExitState
  /** `amountRaw` as a double. */
  amount: number
  /** Where nothing happens, once it was asked, and the state that holds for. */
  quiet: { range: QuietRange; of: ExitState } | null
  /** Its peak knows of all prices before this moment of its market's. */
  since: number
  /** The last reading of all positions that found it. */
  reading: number
  /** Dropped, or replaced by what was read of it later. */
  gone: boolean
}

/** Throws on a row whose levels are no numbers. */
export const guardOf = (position: GuardedPosition): Guard => {
  const row = planned(position)
  const marks = rowMarks(row, position.decimals)
  return {
    ...position,
    marks,
    levels: areNumbers(marks) ? null : rowLevels(row, position.decimals),
    state: rowState(position),
    amount: Number(position.amountRaw),
    quiet: null,
    since: 0,
    reading: 0,
    gone: false,
  }
}

/** While a part is being sold only what sells everything can follow; a further step waits until it is. */
const planned = (position: GuardedPosition): GuardedPosition =>
  position.status === 'CLOSING' ? { ...position, ladder: [] } : position

export const levelsOfGuard = (guard: Guard): ExitLevels =>
  (guard.levels ??= rowLevels(planned(guard), guard.decimals))

/** As far as a sale's price goes. */
export type SaleTick = Pick<JudgeableTick, 'pool' | 'quoteUsd'>

/**
 * Dollars per token if the whole position were sold now, fee and impact included. Where the pool pays in
 * SOL, that SOL counts at its own price; the second hop's fee, some hundredths of a percent, is left out.
 */
export const executablePrice = (tick: SaleTick, guard: Pick<Guard, 'amountRaw' | 'decimals'>): Decimal =>
  toUi(sellValue(tick.pool, guard.amountRaw), tick.pool.quoteDecimals)
    .mul(tick.quoteUsd)
    .div(toUi(guard.amountRaw, guard.decimals))

/** Every level at which something may happen, as spot prices, each too early rather than too late. */
export const triggerOf = (guard: Guard, price: SeenPrice): Trigger => {
  const { marks, state } = guard
  const fee = sellFee(price.tick.pool)
  const impact = impactAllowed(guard, price, fee)
  const spread = spreadOf(fee, impact)
  const up = Math.min(
    marks.takeProfit,
    marks.ladder[state.ladderDone] ?? Infinity,
    state.breakEvenArmed ? Infinity : (marks.breakEven?.arm ?? Infinity),
    state.peak === null && marks.trailing ? Math.max(marks.trailing.activation, 2 * LEAST_PRICE) : Infinity,
  )
  const evened = state.breakEvenArmed ? (marks.breakEven?.stop ?? -Infinity) : -Infinity
  return {
    positionId: guard.id,
    mint: guard.tokenMint,
    up: upLevel(up, fee),
    down: downLevel(Math.max(marks.stopLoss, evened), spread),
    trail:
      marks.trailing && state.peak
        ? {
            factor: trailFactor(marks.trailing.keep, impact),
            peak: Math.max(downLevel(state.peak.toNumber(), fee), price.spot),
          }
        : null,
  }
}

/**
 * Along a curve the next stretch may be thin while this one is deep, and what can be paid out may end before the
 * virtual reserves are much thinner: there a stop may fire at any price.
 */
const impactAllowed = (guard: Guard, price: SeenPrice, fee: number): number =>
  price.tick.pool.curve || mayRunOut(price.tick.pool, guard.amountRaw)
    ? 1
    : impactAhead(1 - leastSale(guard, price) / price.spot, fee)

/** So small an error is none to the impact that is allowed for. */
const SMALL_ERROR = 1e-5

/** Dollars a token that a sale brings, or a little less. */
const leastSale = (guard: Guard, price: SeenPrice): number => {
  const sale = price.sale(guard.amount, guard.decimals)
  return sale.error < SMALL_ERROR
    ? sale.price * (1 - sale.error)
    : executablePrice(price.tick, guard).toNumber()
}

/** The range of a plan that stands as it stood costs nothing the second time. */
const quietRangeOf = (guard: Guard): QuietRange => {
  if (guard.quiet?.of !== guard.state)
    guard.quiet = { range: quietRange(guard.marks, guard.state), of: guard.state }
  return guard.quiet.range
}

/** What the plan has come to at the best price so far: an active trailing stop's peak is at least what that brought. */
export const raisedTo = (guard: Guard, best: SeenPrice): ExitState => {
  const { peak } = guard.state
  const trail = peak && quietRangeOf(guard).trail
  if (!peak || !trail) return guard.state
  const sale = best.sale(guard.amount, guard.decimals)
  if (isCertainlyBelow(sale.price, trail.peak, sale.error)) return guard.state
  const price = executablePrice(best.tick, guard)
  return price.gt(peak) ? { ...guard.state, peak: price } : guard.state
}

/** Whether that is certainly not so at this price: a sale brings no more than the spot price. */
export const isFarBelowPeak = (guard: Guard, best: SeenPrice): boolean => {
  const { trail } = quietRangeOf(guard)
  return trail === null || isCertainlyBelow(best.spot, trail.peak)
}

const UNSEEN = { price: 0, error: 0 }

const isQuiet = (guard: Guard, price: SeenPrice, best: SeenPrice | null, now: Date): boolean => {
  if (guard.timeStopAt && now >= guard.timeStopAt) return false
  const { amount, decimals } = guard
  const range = quietRangeOf(guard)
  const sale = price.sale(amount, decimals)
  if (!range.trail || !best) return isCertainlyQuiet(range, sale, UNSEEN)
  return isCertainlyQuiet(range, sale, best.tick === price.tick ? null : best.sale(amount, decimals))
}

/**
 * What the rules say of this pool state, with a peak no lower than `best` brought; null where nothing fires
 * and nothing changes, which most of the time is known without exact decimals.
 */
export const judge = (
  guard: Guard,
  price: SeenPrice,
  best: SeenPrice | null,
  now: Date,
): (Evaluation & { price: Decimal }) | null => {
  if (isQuiet(guard, price, best, now)) return null
  const sale = executablePrice(price.tick, guard)
  const state = best ? raisedTo(guard, best) : guard.state
  return { ...evaluateExit(levelsOfGuard(guard), state, sale, now), price: sale }
}

const shown = (price: Decimal): string => `$${price.toSignificantDigits(6).toFixed()}`

/** What was seen that called for the exit, for the order's timeline. */
export const because = (firing: Firing, price: Decimal): string => {
  const words: Record<Firing['reason'], string> = {
    STOP_LOSS: 'fell to the stop-loss at',
    TRAILING_STOP: 'fell to the trailing stop at',
    BREAK_EVEN: 'fell back to break-even at',
    TAKE_PROFIT: 'reached the target at',
    LADDER: 'reached the next step at',
    TIME_STOP: '',
  }
  const brings = `A sale of everything would bring ${shown(price)} a token`
  return firing.reason === 'TIME_STOP'
    ? `The time set for this position is over. ${brings}.`
    : `${brings}: it ${words[firing.reason]} ${shown(firing.level)}.`
}
