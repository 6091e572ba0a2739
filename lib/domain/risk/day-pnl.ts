import type { Decimal } from '@/lib/domain/money/decimal'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'

/** One position's day: what it held, what moved since 00:00 UTC, and what it was and is worth. */
export type DayPosition = {
  id: string
  decimals: number
  /** Base units held now. */
  amountRaw: bigint
  boughtTodayRaw: bigint
  soldTodayRaw: bigint
  paidTodayRaw: bigint
  receivedTodayRaw: bigint
  feesTodayUsd: Decimal
  /** Dollars a whole token was worth at 00:00 UTC; not looked at when nothing was held then. */
  dayStartPriceUsd: Decimal
  /** What selling all of it now would bring, or what it counts as while that is not known. */
  valueUsd: Decimal
}

/** Base units held at 00:00 UTC. */
export const heldAtDayStart = (
  position: Pick<DayPosition, 'amountRaw' | 'soldTodayRaw' | 'boughtTodayRaw'>,
): bigint => position.amountRaw + position.soldTodayRaw - position.boughtTodayRaw

/**
 * Profit since 00:00 UTC, after all fees: value now, minus value at the day's start, plus what sales of today
 * brought, minus what purchases of today cost. For a position opened today that is its whole profit; for one
 * carried over it is the change since midnight. `failedFeesUsd`: transactions that failed today.
 */
export const dayPnl = (positions: readonly DayPosition[], failedFeesUsd: Decimal): Decimal =>
  positions.reduce(
    (total, position) =>
      total
        .plus(position.valueUsd)
        .minus(toUi(heldAtDayStart(position), position.decimals).mul(position.dayStartPriceUsd))
        .plus(toUi(position.receivedTodayRaw, USDC_DECIMALS))
        .minus(toUi(position.paidTodayRaw, USDC_DECIMALS))
        .minus(position.feesTodayUsd),
    failedFeesUsd.neg(),
  )

/**
 * What an open position counts as while nothing fresh prices it: as though its stop had been hit, or the last
 * price stored where that is lower. Unknown never helps an entry through.
 */
export const cautiousPrice = (stopPriceUsd: Decimal, storedPriceUsd: Decimal | null): Decimal =>
  storedPriceUsd?.lt(stopPriceUsd) ? storedPriceUsd : stopPriceUsd
