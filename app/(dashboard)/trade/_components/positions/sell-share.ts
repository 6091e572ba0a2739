import { Decimal, HUNDRED } from '@/lib/domain/money/decimal'
import type { algorithms } from '@/lib/domain/orders/order-status'
import type { PositionView } from '@/lib/contracts/positions'
import { LARGE_USD } from '../ticket/ticket-form'

export const SHARES = ['25', '50', '100'] as const
export type Share = (typeof SHARES)[number]

/** About what the share brings; null where it is unpriced. */
export const shareValue = (position: PositionView, share: Share): string | null =>
  position.exitValueUsd === null ? null : new Decimal(position.exitValueUsd).mul(share).div(HUNDRED).toFixed()

/** Asked once: beyond the largest preset, or with anything amber about getting out. */
export const sellAsks = (position: PositionView, share: Share): boolean => {
  const value = shareValue(position, share)
  const { level } = position.exitReadiness
  return value === null || new Decimal(value).gt(LARGE_USD) || level === 'warning' || level === 'trapped'
}

/** Of a sell as it is sent; at once where it does not say how. */
export const sellBody = (position: PositionView, share: Share, algorithm: (typeof algorithms)[number]) => ({
  positionId: position.id,
  percent: share,
  ...(algorithm === 'MARKET' ? {} : { algorithm }),
})
