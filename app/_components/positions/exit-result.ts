import { usdcText } from '@/app/_live/exit-words'
import type { PositionView } from '@/lib/contracts/positions'
import { Decimal, HUNDRED, ONE } from '@/lib/domain/money/decimal'

type Held = Pick<
  PositionView,
  'amount' | 'entryPriceUsd' | 'exitValueUsd' | 'pnlUsd' | 'costRaw' | 'proceedsRaw'
>

const paidForRest = ({ amount, entryPriceUsd }: Held): Decimal => new Decimal(amount).mul(entryPriceUsd)

/**
 * What a sale would bring now against the entry, in percent: the figure its exits wait for. The result
 * (`pnlPct`) is worse by rent and network fees, which no exit is judged on. null while unpriced.
 */
export const saleResultPct = (position: Held): string | null => {
  const paid = paidForRest(position)
  if (position.exitValueUsd === null || paid.isZero()) return null
  return new Decimal(position.exitValueUsd).div(paid).minus(ONE).mul(HUNDRED).toFixed(4)
}

/**
 * Dollars gained or lost on the whole position, after all fees so far, when an exit at `percent` of the
 * entry sells what is left. null while unpriced: the fees in dollars are read off its result.
 */
export const netAtExit = (position: Held, percent: string): string | null => {
  const { exitValueUsd, pnlUsd } = position
  if (exitValueUsd === null || pnlUsd === null) return null
  const restNow = paidForRest(position).mul(ONE.plus(new Decimal(percent).div(HUNDRED)))
  return new Decimal(pnlUsd).minus(exitValueUsd).plus(restNow).toFixed(2)
}

/** The same before fees, which is known without a price. */
export const grossAtExit = (position: Held, percent: string): string => {
  const restNow = paidForRest(position).mul(ONE.plus(new Decimal(percent).div(HUNDRED)))
  return restNow.plus(usdcText(position.proceedsRaw)).minus(usdcText(position.costRaw)).toFixed(2)
}
