import { lastAttempt } from '@/lib/db/attempt-repository'
import type { Executor } from '@/lib/db/client'
import { addOrderEvent, lastOrderEvent, type OrderRow } from '@/lib/db/order-repository'
import { slicesOf, slicingOf, type SlicingRow, tradesOfSlices } from '@/lib/db/slicing-repository'
import { afterEnd, isUnderWay, type Slicing } from '@/lib/domain/execution/algorithms/slice-machine'
import { isTerminal } from '@/lib/domain/orders/order-status'
import { endedUnclear, UNCLEAR } from '../execution/book-failure'

export type Settled = {
  slicing: Slicing
  stopReason: string | null
  /** What the last slice failed of; null where it did not. */
  failure: string | null
  changed: boolean
}

const TAKEN_OVER = 'A sale of everything that is left took its place.'

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
  if (!last) {
    if (order.side === 'BUY') throw new Error(`slice ${slicing.begun} of ${order.id} is missing`)
    // A full exit that waited behind it made it its own: see `enlargeSell`.
    const taken = { ...slicing, settled: slicing.begun }
    return { slicing: taken, stopReason: row.stopReason ?? TAKEN_OVER, failure: null, changed: true }
  }
  if (!isTerminal(last.status)) return unchanged
  const doneRaw = await spentBy(tx, order, last)
  const failure =
    doneRaw > 0n ? null : (last.denialDetail ?? (await lastOrderEvent(tx, last.id))?.detail ?? '')
  const done = order.side === 'BUY' ? 'bought' : doneRaw < last.inputRaw ? 'sold in part' : 'sold'
  const words =
    failure === null
      ? `Slice ${slicing.begun} of ${slicing.schedule.length} is ${done}.`
      : `Slice ${slicing.begun} came to nothing. ${failure}`.trim()
  await addOrderEvent(tx, order.id, at, 'slice', words)
  return {
    slicing: afterEnd(slicing, last.inputRaw, doneRaw),
    // Our own rules said no, and the next slice would hear the same; or it may have been bought, and must not be again.
    stopReason: row.stopReason ?? last.denialDetail ?? (await unclearEnd(tx, last)),
    failure,
    changed: true,
  }
}

/** A purchase whose end was never cleared up: what it was to spend may be spent. */
const unclearEnd = async (tx: Executor, { id, side, status }: OrderRow): Promise<string | null> => {
  if (side !== 'BUY' || status !== 'EXPIRED') return null
  const attempt = await lastAttempt(tx, id)
  return attempt && endedUnclear(attempt) ? UNCLEAR : null
}

/** Base units of its input that a finished slice spent: of a purchase all or nothing. */
const spentBy = async (tx: Executor, { id, side }: OrderRow, slice: OrderRow): Promise<bigint> => {
  if (side === 'BUY') return slice.status === 'FILLED' ? slice.inputRaw : 0n
  const trades = (await tradesOfSlices(tx, [id])).get(id) ?? []
  return trades.find(({ orderId }) => orderId === slice.id)?.tokenRaw ?? 0n
}
