import type { OrderView } from '@/lib/contracts/orders'
import type { Executor } from '@/lib/db/client'
import { findOrder, type OrderRow } from '@/lib/db/order-repository'
import { slicingsOf } from '@/lib/db/slicing-repository'
import { isSliced, waitsForPrice } from '@/lib/domain/orders/order-type'
import { isUnfinished } from '@/lib/domain/orders/order-status'
import { AppError } from '@/lib/errors'
import { orderView } from './order-view'

export type WaitForOrderDeps = {
  db: Executor
  /** Calls back on any change of the order; a hint that spares polling. Returns the unsubscribe. */
  onOrderChange: (orderId: string, callback: () => void) => () => void
}

const POLL_MS = 500

const changedOrTimeout = (deps: WaitForOrderDeps, orderId: string, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      stop()
      resolve()
    }
    const timer = setTimeout(done, ms)
    const stop = deps.onOrderChange(orderId, done)
  })

/** Waiting here would only take time from whoever is to sign. */
const waitsForSomebody = (row: OrderRow): boolean => waitsForPrice(row) || row.status === 'AWAITING_SIGNATURE'

/** Whether slices are planned for later than anybody waits here. */
const takesLonger = async (db: Executor, row: OrderRow, leftMs: number): Promise<boolean> => {
  if (!isSliced(row) || row.status !== 'WORKING') return false
  const [slicing] = await slicingsOf(db, [row.id])
  const { schedule, begun, nextAt } = slicing!
  const [next, last] = [schedule[begun], schedule.at(-1)!]
  return next !== undefined && nextAt.getTime() + last.afterMs - next.afterMs > Date.now() + leftMs
}

/** The order as soon as it is finished or waits for a price or for its owner's signature, or as it stands where its slices take longer, or after `timeoutMs`. */
export const waitForOrder = async (
  deps: WaitForOrderDeps,
  orderId: string,
  timeoutMs: number,
): Promise<OrderView> => {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const row = await findOrder(deps.db, orderId)
    if (!row) throw new AppError('not_found', 'There is no order with this id.')
    const left = deadline - performance.now()
    if (!isUnfinished(row.status) || waitsForSomebody(row) || left <= 0) return orderView(deps.db, row)
    if (await takesLonger(deps.db, row, left)) return orderView(deps.db, row)
    await changedOrTimeout(deps, orderId, Math.min(left, POLL_MS))
  }
}
