import { recordAudit } from '@/lib/db/audit'
import type { Executor } from '@/lib/db/client'
import { addOrderEvent, moveOrder, type OrderRow } from '@/lib/db/order-repository'
import { lockSlicing, saveSlicing, slicesOf, tradesOfSlices } from '@/lib/db/slicing-repository'
import { isUnderWay, type Slicing } from '@/lib/domain/execution/algorithms/slice-machine'
import { sliceAmounts } from './slice-amounts'
import { settleSlice } from './settle-slice'

const actor = { kind: 'system', id: 'slicing' } as const

/**
 * Ends a sliced order of which nothing is under way: filled as far as its slices were. Under the locks of the order
 * and of its slicing. `reason` completes "Bought $60.00 of $100.00."
 */
export const endSlicing = async (
  tx: Executor,
  order: OrderRow,
  slicing: Slicing,
  reason: string | null,
  at: Date,
): Promise<void> => {
  const { doneRaw, slices } = await doneOf(tx, order)
  const stopped = slicing.status === 'STOPPING'
  const status =
    doneRaw >= order.inputRaw
      ? 'FILLED'
      : doneRaw > 0n
        ? 'PARTIALLY_FILLED'
        : stopped
          ? 'CANCELLED'
          : 'REJECTED'
  const done = order.side === 'BUY' ? 'bought' : 'sold'
  const amount = await sliceAmounts(tx, order)
  const what =
    doneRaw === 0n
      ? `Nothing was ${done}.`
      : `${capital(done)} ${amount(doneRaw)} of ${amount(order.inputRaw)}.`
  if (!(await moveOrder(tx, order.id, ['WORKING'], status, at))) return
  await saveSlicing(tx, order.id, { ...slicing, status: 'ENDED' }, { stopReason: reason }, at)
  await addOrderEvent(tx, order.id, at, status.toLowerCase(), `${what} ${reason ?? ''}`.trim())
  await recordAudit(tx, {
    userId: order.userId,
    actor,
    action: `order.${status.toLowerCase()}`,
    subject: order.id,
    details: { slices, spentRaw: doneRaw.toString(), reason },
  })
}

const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1)

/** Base units of its input that an order has spent, and by how many slices. */
const doneOf = async (tx: Executor, order: OrderRow): Promise<{ doneRaw: bigint; slices: number }> => {
  const done =
    order.side === 'BUY'
      ? (await slicesOf(tx, [order.id]))
          .filter(({ status }) => status === 'FILLED')
          .map((slice) => slice.inputRaw)
      : ((await tradesOfSlices(tx, [order.id])).get(order.id) ?? []).map(({ tokenRaw }) => tokenRaw)
  return { doneRaw: done.reduce((sum, raw) => sum + raw, 0n), slices: done.length }
}

/**
 * Nothing more of a sliced order is begun. It ends at once, or with the slice that is under way. Under the order's
 * lock; false: it is no sliced order that is being worked on, or was stopped before.
 */
export const stopSlicing = async (
  tx: Executor,
  order: OrderRow,
  reason: string,
  at: Date,
): Promise<boolean> => {
  if (order.status !== 'WORKING') return false
  const row = await lockSlicing(tx, order.id)
  if (!row || row.status === 'STOPPING' || row.status === 'ENDED') return false
  const slicing: Slicing = { ...(await settleSlice(tx, order, row, at)).slicing, status: 'STOPPING' }
  if (!isUnderWay(slicing)) {
    await endSlicing(tx, order, slicing, reason, at)
    return true
  }
  await saveSlicing(tx, order.id, slicing, { stopReason: reason }, at)
  await addOrderEvent(tx, order.id, at, 'stopping', `${reason} The slice under way is finished first.`)
  return true
}
