import { decimal, type Decimal, HUNDRED, ONE } from '@/lib/domain/money/decimal'
import type { ExitReason } from '@/lib/domain/positions/position-status'

/** Used where the trader names none; the answer shows them. */
export const DEFAULT_TAKE_PROFIT_PCT = '20'
export const DEFAULT_STOP_LOSS_PCT = '10'

export const takeProfitPrice = (entry: Decimal, takeProfitPct: string): Decimal =>
  entry.mul(ONE.plus(decimal(takeProfitPct).div(HUNDRED)))

export const stopLossPrice = (entry: Decimal, stopLossPct: string): Decimal =>
  entry.mul(ONE.minus(decimal(stopLossPct).div(HUNDRED)))

/**
 * The rule that fires at this executable price (what one token brings when the whole position is
 * sold now, fee and impact included), or null. A stop and a target cannot both hold: stop < entry < target.
 */
export const firedRule = (
  executablePrice: Decimal,
  levels: { takeProfit: Decimal; stopLoss: Decimal },
): Extract<ExitReason, 'TAKE_PROFIT' | 'STOP_LOSS'> | null =>
  executablePrice.lte(levels.stopLoss)
    ? 'STOP_LOSS'
    : executablePrice.gte(levels.takeProfit)
      ? 'TAKE_PROFIT'
      : null
