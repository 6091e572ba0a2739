import type { PositionView } from '@/lib/contracts/positions'
import { Decimal, HUNDRED, ONE } from '@/lib/domain/money/decimal'

/** The stop that stands now, in percent of the entry price: negative below it, positive where it locks a profit in. */
export const effectiveStopPct = (
  position: Pick<PositionView, 'effectiveStopPriceUsd' | 'entryPriceUsd'>,
): string =>
  new Decimal(position.effectiveStopPriceUsd)
    .div(position.entryPriceUsd)
    .minus(ONE)
    .mul(HUNDRED)
    .toDecimalPlaces(2)
    .toFixed()
