import type { PreviewView } from '@/lib/contracts/preview'
import { Decimal, decimalString, roundedString, ZERO } from '@/lib/domain/money/decimal'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import type { WeighedEntry } from '../risk/check-entry'

const usdc = (raw: bigint): string => decimalString(toUi(raw > 0n ? raw : 0n, USDC_DECIMALS))

/**
 * How much of each limit would be used after an entry, as the checks count it: what is on its way included. The
 * day with the loss its stop would add.
 */
export const limitsUsed = (
  { limits, facts, reservedUsdcRaw }: WeighedEntry,
  lossAtStopUsd: Decimal | null,
): PreviewView['limits'] => {
  const lossToday = Decimal.max(ZERO, facts.dayPnlUsd.neg())
  const positions = facts.openPositions + facts.pendingEntries + (facts.opensPosition ? 1 : 0)
  return [
    {
      limit: 'position_size',
      used: decimalString(facts.alreadyUsd.plus(facts.amountUsd)),
      of: decimalString(limits.maxPositionUsd),
      onTheirWay: '0',
    },
    {
      limit: 'daily_loss',
      used: roundedString(lossToday.plus(lossAtStopUsd ?? ZERO), 6),
      of: decimalString(limits.maxDailyLossUsd),
      onTheirWay: '0',
    },
    {
      limit: 'open_positions',
      used: String(positions),
      of: String(limits.maxOpenPositions),
      onTheirWay: String(facts.pendingEntries),
    },
    {
      limit: 'balance',
      used: decimalString(facts.amountUsd),
      of: usdc(facts.freeUsdcRaw),
      onTheirWay: usdc(reservedUsdcRaw),
    },
  ]
}
