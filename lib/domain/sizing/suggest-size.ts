import { Decimal, decimal, HUNDRED, ZERO } from '@/lib/domain/money/decimal'
import { classScalePct, type TokenClass } from './token-class'

const CENTS = 2

/**
 * `min(capital * risk% / stop%, limit)`, scaled by the token's class and rounded down to whole cents: the size at
 * which one stop-loss costs `riskPct` of the account, at most. Zero where nothing is left to risk.
 */
export const suggestSize = (input: {
  capitalUsd: Decimal
  riskPct: Decimal
  stopLossPct: Decimal
  maxPositionUsd: Decimal
  tokenClass: TokenClass
}): Decimal => {
  const { capitalUsd, riskPct, stopLossPct, maxPositionUsd, tokenClass } = input
  if (capitalUsd.lte(0) || stopLossPct.lte(0)) return ZERO
  const full = Decimal.min(capitalUsd.mul(riskPct).div(stopLossPct), maxPositionUsd)
  return decimal(full.mul(classScalePct[tokenClass]).div(HUNDRED).toFixed(CENTS, Decimal.ROUND_DOWN))
}
