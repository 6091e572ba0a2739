import type { PortfolioView } from '@/lib/contracts/positions'
import type { PreviewView } from '@/lib/contracts/preview'
import { Decimal, decimal, decimalString, roundedString, ZERO } from '@/lib/domain/money/decimal'

/** How much of each limit would be used after an entry; the day with the loss its stop would add. */
export const limitsUsed = (
  portfolio: PortfolioView,
  amountUsd: string,
  lossAtStopUsd: Decimal | null,
): PreviewView['limits'] => {
  const lossToday = Decimal.max(ZERO, decimal(portfolio.dailyPnlUsd).neg())
  return [
    { limit: 'position_size', used: amountUsd, of: portfolio.maxPositionUsd },
    {
      limit: 'daily_loss',
      used: roundedString(lossToday.plus(lossAtStopUsd ?? ZERO), 6),
      of: decimalString(decimal(portfolio.dailyLossLimitUsd).abs()),
    },
    {
      limit: 'open_positions',
      used: String(portfolio.openPositions + 1),
      of: String(portfolio.maxOpenPositions),
    },
    { limit: 'balance', used: amountUsd, of: portfolio.cashUsd },
  ]
}
