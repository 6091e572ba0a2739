import type { PositionView } from '@/lib/contracts/positions'
import { Decimal } from '@/lib/domain/money/decimal'

type Reason = NonNullable<PositionView['exitReason']>
export type ExitResult = {
  reason: Reason
  count: number
  pnlUsd: string
  /** Of the largest result, 0 to 100. */
  sharePct: number
}

/** Net results of closed positions by what closed them, best first. */
export const resultsByExit = (positions: readonly PositionView[]): ExitResult[] => {
  const sums = new Map<Reason, { count: number; pnl: Decimal }>()
  for (const { exitReason, pnlUsd } of positions) {
    if (exitReason === null || pnlUsd === null) continue
    const known = sums.get(exitReason) ?? { count: 0, pnl: new Decimal(0) }
    sums.set(exitReason, { count: known.count + 1, pnl: known.pnl.plus(pnlUsd) })
  }
  const largest = Decimal.max(1, ...[...sums.values()].map(({ pnl }) => pnl.abs()))
  return [...sums]
    .sort(([, a], [, b]) => b.pnl.comparedTo(a.pnl))
    .map(([reason, { count, pnl }]) => ({
      reason,
      count,
      pnlUsd: pnl.toFixed(),
      sharePct: pnl.abs().div(largest).mul(100).toDecimalPlaces(1).toNumber(),
    }))
}
