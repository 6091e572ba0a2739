import type { GuardedPosition } from '@/lib/db/position-repository'
import { type Evaluation, evaluateExit, type Firing } from '@/lib/domain/exits/evaluate-exit'
import type { ExitLevels, ExitState } from '@/lib/domain/exits/exit-plan'
import {
  isCertainlyBelow,
  isCertainlyQuiet,
  type QuietRange,
  quietRange,
  salePriceInDoubles,
} from '@/lib/domain/exits/quiet-range'
import type { Trigger } from '@/lib/domain/exits/trigger-index'
import { downLevel, impactAhead, spreadOf, trailFactor, upLevel } from '@/lib/domain/exits/trigger-level'
import type { Decimal } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { sellFee, sellValue } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { PriceTick } from '../prices/price-tick'
import { rowLevels, rowState } from './row-plan'

/** A position with its levels worked out once, and what its plan has come to. */
export type Guard = GuardedPosition & {
  levels: ExitLevels
  state: ExitState
  /** Where nothing happens, once it was asked, and the state that holds for. */
  quiet: { range: QuietRange; of: ExitState } | null
  /** Its peak knows of all prices before this moment of its market's. */
  since: number
  /** The last reading of all positions that found it. */
  reading: number
}

export const guardOf = (position: GuardedPosition): Guard => {
  const levels = rowLevels(position, position.decimals)
  // While a part is being sold only what sells everything can follow; a further step waits until it is.
  const ladder = position.status === 'CLOSING' ? [] : levels.ladder
  const state = rowState(position)
  return { ...position, levels: { ...levels, ladder }, state, quiet: null, since: 0, reading: 0 }
}

/** A price with the pool state behind it. */
export type JudgeableTick = Pick<PriceTick, 'mint' | 'priceUsd' | 'quoteUsd' | 'slot'> & {
  pool: PoolSnapshot
}

/**
 * Dollars per token if the whole position were sold now, fee and impact included. Where the pool pays in
 * SOL, that SOL counts at its own price; the second hop's fee, some hundredths of a percent, is left out.
 */
export const executablePrice = (tick: SaleTick, guard: Pick<Guard, 'amountRaw' | 'decimals'>): Decimal =>
  toUi(sellValue(tick.pool, guard.amountRaw), tick.pool.quoteDecimals)
    .mul(tick.quoteUsd)
    .div(toUi(guard.amountRaw, guard.decimals))

/** Every level at which something may happen, as spot prices, each too early rather than too late. */
export const triggerOf = (guard: Guard, tick: JudgeableTick): Trigger => {
  const { levels, state } = guard
  const fee = sellFee(tick.pool)
  const spot = asDouble(tick.priceUsd)
  const shortfall = 1 - saleInDoubles(tick, guard) / spot
  const impact = impactAhead(shortfall, fee)
  const spread = spreadOf(fee, impact)
  const ups = [
    levels.takeProfit,
    levels.ladder[state.ladderDone]?.at,
    state.breakEvenArmed ? undefined : levels.breakEven?.arm,
    state.peak === null ? levels.trailing?.activation : undefined,
  ].flatMap((level) => (level ? [upLevel(level, fee)] : []))
  const downs = [
    levels.stopLoss,
    ...(state.breakEvenArmed && levels.breakEven ? [levels.breakEven.stop] : []),
  ]
  return {
    positionId: guard.id,
    mint: guard.tokenMint,
    up: Math.min(...ups),
    down: Math.max(...downs.map((stop) => downLevel(stop, spread))),
    trail:
      levels.trailing && state.peak
        ? {
            factor: trailFactor(levels.trailing.distance, impact),
            peak: Math.max(downLevel(state.peak, fee), spot),
          }
        : null,
  }
}

/** A price not known to be current within this time fires nothing: stale data is an alarm, not a price. */
const FRESH_MS = 5_000

export const isFresh = (confirmedAt: Date | null, now: Date): boolean =>
  confirmedAt !== null && now.getTime() - confirmedAt.getTime() <= FRESH_MS

export const canJudge = <T extends PriceTick>(tick: T): tick is T & { pool: PoolSnapshot } =>
  tick.pool !== null &&
  (tick.pool.quoteMint === USDC_MINT || tick.pool.quoteMint === WSOL_MINT) &&
  tick.pool.baseReserve > 0n &&
  tick.pool.quoteReserve > 0n

/** As far as a sale's price goes. */
export type SaleTick = Pick<JudgeableTick, 'pool' | 'quoteUsd'>

/** One decimal prices every token that is quoted in SOL. */
const doubles = new WeakMap<Decimal, number>()
const asDouble = (value: Decimal): number => {
  const known = doubles.get(value)
  if (known !== undefined) return known
  const double = value.toNumber()
  doubles.set(value, double)
  return double
}

const saleInDoubles = ({ pool, quoteUsd }: SaleTick, { amountRaw, decimals }: Guard): number =>
  salePriceInDoubles(pool, asDouble(quoteUsd), amountRaw, decimals)

/** The range of a plan that stands as it stood costs nothing the second time. */
const quietRangeOf = (guard: Guard): QuietRange => {
  if (guard.quiet?.of !== guard.state)
    guard.quiet = { range: quietRange(guard.levels, guard.state), of: guard.state }
  return guard.quiet.range
}

/** What the plan has come to at the best price so far: an active trailing stop's peak is at least what that brought. */
export const raisedTo = (guard: Guard, best: SaleTick): ExitState => {
  const { peak } = guard.state
  const trail = peak && quietRangeOf(guard).trail
  if (!peak || !trail || isCertainlyBelow(saleInDoubles(best, guard), trail.peak)) return guard.state
  const price = executablePrice(best, guard)
  return price.gt(peak) ? { ...guard.state, peak: price } : guard.state
}

/** Whether that is certainly not so at this price: a sale brings no more than the spot price. */
export const isFarBelowPeak = (guard: Guard, best: JudgeableTick): boolean => {
  const { trail } = quietRangeOf(guard)
  return trail === null || isCertainlyBelow(asDouble(best.priceUsd), trail.peak)
}

const isQuiet = (guard: Guard, tick: SaleTick, best: SaleTick | null, now: Date): boolean => {
  if (guard.levels.timeStopAt && now >= guard.levels.timeStopAt) return false
  const range = quietRangeOf(guard)
  const price = saleInDoubles(tick, guard)
  const kept = best === null ? 0 : best === tick ? null : range.trail ? saleInDoubles(best, guard) : 0
  return isCertainlyQuiet(range, price, kept)
}

/**
 * What the rules say of this pool state, with a peak no lower than `best` brought; null where nothing fires
 * and nothing changes, which most of the time is known without exact decimals.
 */
export const judge = (
  guard: Guard,
  tick: SaleTick,
  best: SaleTick | null,
  now: Date,
): (Evaluation & { price: Decimal }) | null => {
  if (isQuiet(guard, tick, best, now)) return null
  const price = executablePrice(tick, guard)
  const state = best ? raisedTo(guard, best) : guard.state
  return { ...evaluateExit(guard.levels, state, price, now), price }
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
