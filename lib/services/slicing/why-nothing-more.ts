import type { Executor } from '@/lib/db/client'
import { lastSellOf, type OrderRow } from '@/lib/db/order-repository'
import { findPosition } from '@/lib/db/position-repository'
import { mayBuyMore } from '@/lib/domain/execution/algorithms/may-buy-more'

/** Why an order does not go on buying: its position, or a part of it, is being sold or has been. null: it goes on. */
export const whyNothingMore = async (tx: Executor, { positionId }: OrderRow): Promise<string | null> => {
  if (positionId === null) return null
  const position = await findPosition(tx, positionId)
  if (mayBuyMore(position)) return null
  if ((await lastSellOf(tx, positionId))?.reason === 'LADDER')
    return 'A step of its take-profit ladder sells a part of it; nothing more is bought.'
  return position?.status === 'OPEN'
    ? 'A part of its position has been sold; nothing more is bought.'
    : 'Its position is being sold or has been; nothing more is bought.'
}
