import type { GuardedPosition } from '@/lib/db/position-repository'
import { firedRule, stopLossPrice, takeProfitPrice } from '@/lib/domain/exits/exit-plan'
import type { Trigger } from '@/lib/domain/exits/trigger-index'
import { type Decimal, decimal, ONE } from '@/lib/domain/money/decimal'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import { sellValue, spotPrice } from '@/lib/domain/pools/constant-product'
import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { USDC_MINT } from '@/lib/domain/tokens/well-known'

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

/** Dollars per token if the whole position were sold now, fee and impact included. */
export const executablePrice = (pool: PoolSnapshot, guard: Pick<Guard, 'amountRaw' | 'decimals'>): Decimal =>
  toUi(sellValue(pool, guard.amountRaw), USDC_DECIMALS).div(toUi(guard.amountRaw, guard.decimals))

/** How far below the spot price the sale lies now, doubled, because the pool may get thinner before the index is renewed. */
const spreadOf = (pool: PoolSnapshot, guard: Guard): number => {
  const share = ONE.minus(executablePrice(pool, guard).div(spotPrice(pool))).toNumber()
  return Math.min(0.9, Math.max(0.005, share * 2))
}

export const triggerOf = (guard: Guard, pool: PoolSnapshot): Trigger => ({
  positionId: guard.id,
  mint: guard.tokenMint,
  takeProfit: guard.takeProfit,
  stopLoss: guard.stopLoss,
  spread: spreadOf(pool, guard),
})

export const canJudge = (pool: PoolSnapshot): boolean =>
  pool.quoteMint === USDC_MINT && pool.baseReserve > 0n && pool.quoteReserve > 0n

export type Judgement = { reason: 'TAKE_PROFIT' | 'STOP_LOSS'; because: string }

/** The rule that fires on this pool state, with the numbers that made it fire. */
export const judge = (guard: Guard, pool: PoolSnapshot): Judgement | null => {
  const price = executablePrice(pool, guard)
  const reason = firedRule(price, guard)
  if (!reason) return null
  const level = reason === 'STOP_LOSS' ? guard.stopLoss : guard.takeProfit
  const words = reason === 'STOP_LOSS' ? 'fell to the stop' : 'reached the target'
  return {
    reason,
    because: `A sale of everything would bring ${price.toSignificantDigits(6).toFixed()} a token: it ${words} at ${level.toSignificantDigits(6).toFixed()}.`,
  }
}
