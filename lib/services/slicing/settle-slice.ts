import type { Executor } from '@/lib/db/client'
import { addOrderEvent, lastOrderEvent, type OrderRow } from '@/lib/db/order-repository'
import { slicesOf, slicingOf, type SlicingRow } from '@/lib/db/slicing-repository'
import { afterEnd, isUnderWay, type Slicing } from '@/lib/domain/execution/algorithms/slice-machine'
import { isTerminal } from '@/lib/domain/orders/order-status'

export type Settled = {
  slicing: Slicing
  stopReason: string | null
  /** What the last slice failed of; null where it did not. */
  failure: string | null
  changed: boolean
}

/** What became of the last slice, where its end is not counted yet. Under the locks of the order and of its slicing; the caller stores it. */
export const settleSlice = async (
  tx: Executor,
  order: OrderRow,
  row: SlicingRow,
  at: Date,
): Promise<Settled> => {
  const slicing = slicingOf(row)
  const unchanged = { slicing, stopReason: row.stopReason, failure: null, changed: false }
  if (!isUnderWay(slicing)) return unchanged
  const last = (await slicesOf(tx, [order.id])).find(({ sliceSeq }) => sliceSeq === slicing.begun)
  if (!last) throw new Error(`slice ${slicing.begun} of ${order.id} is missing`)
  if (!isTerminal(last.status)) return unchanged
  const filled = last.status === 'FILLED'
  const failure = filled ? null : (last.denialDetail ?? (await lastOrderEvent(tx, last.id))?.detail ?? '')
  await addOrderEvent(
    tx,
    order.id,
    at,
    'slice',
    filled
      ? `Slice ${slicing.begun} of ${slicing.schedule.length} is bought.`
      : `Slice ${slicing.begun} came to nothing. ${failure}`.trim(),
  )
  return {
    slicing: afterEnd(slicing, filled ? 'filled' : 'failed', last.inputRaw),
    // Our own rules said no: the next slice would hear the same.
    stopReason: row.stopReason ?? last.denialDetail,
    failure,
    changed: true,
  }
}
