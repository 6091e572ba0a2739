import type { Executor } from '@/lib/db/client'
import { findWorkingSell, type OrderRow } from '@/lib/db/order-repository'
import { findPosition, lockPosition, type PositionRow } from '@/lib/db/position-repository'
import { lastSellOf } from '@/lib/db/sell-repository'
import { mayBuyMore } from '@/lib/domain/execution/algorithms/may-buy-more'
import { isPositionTerminal } from '@/lib/domain/positions/position-status'

/** `wait`: something else is being sold of the position, but not all of it. */
export type GoingOn = { kind: 'go' } | { kind: 'wait' } | { kind: 'stop'; reason: string }

export const GO: GoingOn = { kind: 'go' }
const stop = (reason: string): GoingOn => ({ kind: 'stop', reason })

/** Whether an order in slices goes on, by what became of its position. */
export const mayGoOn = async (tx: Executor, { side, positionId }: OrderRow): Promise<GoingOn> => {
  if (positionId === null) return GO
  return side === 'BUY' ? buysOn(tx, positionId) : sellsOn(tx, await lockPosition(tx, positionId))
}

const buysOn = async (tx: Executor, positionId: string): Promise<GoingOn> => {
  const position = await findPosition(tx, positionId)
  if (mayBuyMore(position)) return GO
  if ((await lastSellOf(tx, positionId))?.reason === 'LADDER')
    return stop('A step of its take-profit ladder sells a part of it; nothing more is bought.')
  return position?.status === 'OPEN'
    ? stop('A part of its position has been sold; nothing more is bought.')
    : stop('Its position is being sold or has been; nothing more is bought.')
}

/** A sale of everything comes before slices: protection does not wait for a better price. */
const sellsOn = async (tx: Executor, position: PositionRow | null): Promise<GoingOn> => {
  if (!position || isPositionTerminal(position.status)) return stop('Nothing of it is left to sell.')
  if (position.status === 'TRAPPED') return stop('It cannot be sold at the moment.')
  if (position.status === 'OPEN') return GO
  const working = await findWorkingSell(tx, position.id)
  const isFull = position.queuedExit !== null || !working || working.inputRaw >= position.amountRaw
  return isFull ? stop('Everything that is left is being sold at once.') : { kind: 'wait' }
}
