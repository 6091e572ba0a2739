import type { GuardedPosition } from '@/lib/db/position-repository'
import { type Evaluation, evaluateExit, type Firing } from '@/lib/domain/exits/evaluate-exit'
import type { ExitLevels, ExitState } from '@/lib/domain/exits/exit-plan'
import type { Trigger } from '@/lib/domain/exits/trigger-index'
import { downLevel, impactAhead, spreadOf, trailFactor, upLevel } from '@/lib/domain/exits/trigger-level'
import { type Decimal, ONE } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { sellFee, sellValue } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { PriceTick } from '../prices/price-tick'
import { rowLevels, rowState } from './row-plan'

/** A position with its levels worked out once, and what its plan has come to. */
export type Guard = GuardedPosition & { levels: ExitLevels; state: ExitState }

export const guardOf = (position: GuardedPosition): Guard => {
  const levels = rowLevels(position, position.decimals)
  // While a part is being sold only what sells everything can follow; a further step waits until it is.
  const ladder = position.status === 'CLOSING' ? [] : levels.ladder
  return { ...position, levels: { ...levels, ladder }, state: rowState(position) }
}

/** A price with the pool state behind it. */
export type JudgeableTick = Pick<PriceTick, 'mint' | 'priceUsd' | 'quoteUsd' | 'slot'> & {
  pool: PoolSnapshot
}

/**
 * Dollars per token if the whole position were sold now, fee and impact included. Where the pool pays in
 * SOL, that SOL counts at its own price; the second hop's fee, some hundredths of a percent, is left out.
 */
export const executablePrice = (tick: JudgeableTick, guard: Pick<Guard, 'amountRaw' | 'decimals'>): Decimal =>
  toUi(sellValue(tick.pool, guard.amountRaw), tick.pool.quoteDecimals)
    .mul(tick.quoteUsd)
    .div(toUi(guard.amountRaw, guard.decimals))

/** Every level at which something may happen, as spot prices, each too early rather than too late. */
export const triggerOf = (guard: Guard, tick: JudgeableTick): Trigger => {
  const { levels, state } = guard
  const fee = sellFee(tick.pool)
  const shortfall = ONE.minus(executablePrice(tick, guard).div(tick.priceUsd)).toNumber()
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
            peak: Math.max(downLevel(state.peak, fee), tick.priceUsd.toNumber()),
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

/** What the rules say of this pool state. */
export const judge = (guard: Guard, tick: JudgeableTick, now: Date): Evaluation & { price: Decimal } => {
  const price = executablePrice(tick, guard)
  return { ...evaluateExit(guard.levels, guard.state, price, now), price }
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
