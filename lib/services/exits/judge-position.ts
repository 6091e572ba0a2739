import type { GuardedPosition } from '@/lib/db/position-repository'
import { firedRule, stopLossPrice, takeProfitPrice } from '@/lib/domain/exits/exit-plan'
import type { Trigger } from '@/lib/domain/exits/trigger-index'
import { downLevel, upLevel } from '@/lib/domain/exits/trigger-level'
import { type Decimal, decimal, ONE } from '@/lib/domain/money/decimal'
import { toUi } from '@/lib/domain/money/units'
import { sellValue } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { USDC_MINT, WSOL_MINT } from '@/lib/domain/tokens/well-known'
import type { PriceTick } from '../prices/price-tick'

/** A position with its levels worked out once. */
export type Guard = GuardedPosition & { takeProfit: Decimal; stopLoss: Decimal }

export const guardOf = (position: GuardedPosition): Guard => {
  const entry = decimal(position.entryPriceUsd)
  return {
    ...position,
    takeProfit: takeProfitPrice(entry, position.takeProfitPct),
    stopLoss: stopLossPrice(entry, position.stopLossPct),
  }
}

/** A price with the pool state behind it. */
export type JudgeableTick = Pick<PriceTick, 'priceUsd' | 'quoteUsd' | 'slot'> & { pool: PoolSnapshot }

/**
 * Dollars per token if the whole position were sold now, fee and impact included. Where the pool pays in
 * SOL, that SOL counts at its own price; the second hop's fee, some hundredths of a percent, is left out.
 */
const executablePrice = (tick: JudgeableTick, guard: Pick<Guard, 'amountRaw' | 'decimals'>): Decimal =>
  toUi(sellValue(tick.pool, guard.amountRaw), tick.pool.quoteDecimals)
    .mul(tick.quoteUsd)
    .div(toUi(guard.amountRaw, guard.decimals))

/** How far below the spot price the sale lies now, doubled, because the pool may get thinner before the index is renewed. */
const spreadOf = (tick: JudgeableTick, guard: Guard): number => {
  const share = ONE.minus(executablePrice(tick, guard).div(tick.priceUsd)).toNumber()
  return Math.min(0.9, Math.max(0.005, share * 2))
}

export const triggerOf = (guard: Guard, tick: JudgeableTick): Trigger => ({
  positionId: guard.id,
  mint: guard.tokenMint,
  up: upLevel(guard.takeProfit),
  down: downLevel(guard.stopLoss, spreadOf(tick, guard)),
  trail: null,
})

/** A price not known to be current within this time fires nothing: stale data is an alarm, not a price. */
const FRESH_MS = 5_000

export const isFresh = (confirmedAt: Date | null, now: Date): boolean =>
  confirmedAt !== null && now.getTime() - confirmedAt.getTime() <= FRESH_MS

export const canJudge = <T extends PriceTick>(tick: T): tick is T & { pool: PoolSnapshot } =>
  tick.pool !== null &&
  (tick.pool.quoteMint === USDC_MINT || tick.pool.quoteMint === WSOL_MINT) &&
  tick.pool.baseReserve > 0n &&
  tick.pool.quoteReserve > 0n

export type Judgement = { reason: 'TAKE_PROFIT' | 'STOP_LOSS'; because: string }

/** The rule that fires on this pool state, with the numbers that made it fire. */
export const judge = (guard: Guard, tick: JudgeableTick): Judgement | null => {
  const price = executablePrice(tick, guard)
  const reason = firedRule(price, guard)
  if (!reason) return null
  const level = reason === 'STOP_LOSS' ? guard.stopLoss : guard.takeProfit
  const words = reason === 'STOP_LOSS' ? 'fell to the stop' : 'reached the target'
  return {
    reason,
    because: `A sale of everything would bring ${price.toSignificantDigits(6).toFixed()} a token: it ${words} at ${level.toSignificantDigits(6).toFixed()}.`,
  }
}
