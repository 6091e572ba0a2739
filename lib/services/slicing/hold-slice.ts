import type { Executor } from '@/lib/db/client'
import { addOrderEvent, type OrderRow } from '@/lib/db/order-repository'
import { saveSlicing, type SlicingRow } from '@/lib/db/slicing-repository'
import type { Slicing } from '@/lib/domain/execution/algorithms/slice-machine'
import { endSlicing } from './end-slicing'

const LOOK_AGAIN_MS = 5_000
/** A pool that is refilled is so within minutes; later the order would be another one. */
export const LONGEST_HOLD_MS = 180_000

/**
 * The next slice waits because its pool is too thin for it, `why`; after some minutes of that the order ends with
 * what it has. Under the locks of the order and of its slicing.
 */
export const holdSlice = async (
  tx: Executor,
  order: OrderRow,
  row: SlicingRow,
  slicing: Slicing,
  why: string,
  at: Date,
): Promise<void> => {
  const heldSince = row.heldSince ?? at
  if (at.getTime() - heldSince.getTime() >= LONGEST_HOLD_MS) {
    const reason = `${why} It stayed so for ${LONGEST_HOLD_MS / 60_000} minutes.`
    await endSlicing(tx, order, { ...slicing, status: 'STOPPING' }, reason, at)
    return
  }
  const nextAt = at.getTime() + LOOK_AGAIN_MS
  await saveSlicing(tx, order.id, { ...slicing, nextAt }, { heldSince, heldWhy: why }, at)
  if (row.heldSince === null)
    await addOrderEvent(tx, order.id, at, 'held', `${why} The next slice waits for more.`)
}
