import { findOrder } from '@/lib/db/order-repository'
import { findPosition } from '@/lib/db/position-repository'
import { orderView } from '../orders/order-view'
import { positionView } from '../positions/position-view'
import type { ExecutionDeps } from './execution-deps'

/** Shows the order, and its position if it has one, to whoever watches. */
export const publishOrder = async (
  deps: Pick<ExecutionDeps, 'db' | 'live' | 'readMarket'>,
  orderId: string,
): Promise<void> => {
  const row = await findOrder(deps.db, orderId)
  if (!row) return
  deps.live.publish({ userId: row.userId, name: 'order', data: { order: await orderView(deps.db, row) } })
  const position = row.positionId && (await findPosition(deps.db, row.positionId))
  if (position)
    deps.live.publish({
      userId: row.userId,
      name: 'position',
      data: { position: await positionView(deps, position) },
    })
}
