import { recordAudit } from '@/lib/db/audit'
import type { Executor } from '@/lib/db/client'
import { addOrderEvent, findOrder, insertOrder, lockOrder, type OrderRow } from '@/lib/db/order-repository'
import { findPosition } from '@/lib/db/position-repository'
import { lockSlicing, saveSlicing, slicesOf } from '@/lib/db/slicing-repository'
import type { Arrival } from '@/lib/domain/execution/algorithms/execution-report'
import {
  afterBegin,
  dueSlice,
  hasRunOut,
  isUnderWay,
  type Slicing,
} from '@/lib/domain/execution/algorithms/slice-machine'
import { decimalString } from '@/lib/domain/money/decimal'
import { inDollars } from '@/lib/domain/money/in-words'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import type { ExecutionDeps } from '../execution/execution-deps'
import { endSlicing } from './end-slicing'
import { readArrival } from './read-arrival'
import { settleSlice } from './settle-slice'

export type AdvanceSlicingDeps = Pick<ExecutionDeps, 'db' | 'router' | 'readMarket' | 'now' | 'newId'> & {
  /** Behind the boot gate slices end, but none begins. */
  mayBegin: boolean
}

const actor = { kind: 'system', id: 'slicing' } as const

/** `begun`: the slice to be executed now. `changed`: anything about the order did. */
export type Advanced = { begun: string | null; changed: boolean }

/**
 * One step of a sliced order: books the end of its last slice, ends it, or begins the next slice. All of it is one
 * transaction under the order's lock, and a slice has its number in a unique index: called again after a crash, or by
 * two workers at once, each slice is begun once and none is skipped.
 */
export const advanceSlicing = async (deps: AdvanceSlicingDeps, orderId: string): Promise<Advanced> => {
  const order = await findOrder(deps.db, orderId)
  const untouched = order && order.status === 'WORKING' && (await slicesOf(deps.db, [orderId])).length === 0
  // What the order is measured against is asked before anything of it moves the price.
  const arrival = untouched && deps.mayBegin ? await readArrival(deps, order) : null
  return deps.db.transaction((tx) => step(tx, deps, orderId, arrival))
}

const step = async (
  tx: Executor,
  deps: AdvanceSlicingDeps,
  orderId: string,
  arrival: Arrival | null,
): Promise<Advanced> => {
  const at = deps.now()
  const order = await lockOrder(tx, orderId)
  const row = order && (await lockSlicing(tx, orderId))
  if (!order || !row || order.status !== 'WORKING' || row.status === 'ENDED')
    return { begun: null, changed: false }
  const settled = await settleSlice(tx, order, row, at)
  if (isUnderWay(settled.slicing)) return { begun: null, changed: false }
  const stopReason = settled.stopReason ?? (await reasonToStop(tx, order))
  const slicing: Slicing =
    stopReason === null ? settled.slicing : { ...settled.slicing, status: 'STOPPING' as const }
  if (hasRunOut(slicing)) {
    await endSlicing(tx, order, slicing, stopReason, at)
    return { begun: null, changed: true }
  }
  const due = deps.mayBegin ? dueSlice(slicing, at.getTime()) : null
  if (!due) {
    if (settled.changed) await saveSlicing(tx, orderId, slicing, {}, at)
    return { begun: null, changed: settled.changed }
  }
  const begun = await begin(tx, deps, order, due, slicing.schedule.length, at)
  const after = afterBegin(slicing, due.inputRaw, at.getTime())
  await saveSlicing(tx, orderId, after, row.arrival ? {} : { arrival }, at)
  return { begun, changed: true }
}

/** What is being sold is not bought any more. */
const reasonToStop = async (tx: Executor, order: OrderRow): Promise<string | null> => {
  if (order.positionId === null) return null
  const position = await findPosition(tx, order.positionId)
  return position?.status === 'OPEN'
    ? null
    : 'Its position is being sold or has been; nothing more is bought.'
}

const begin = async (
  tx: Executor,
  deps: AdvanceSlicingDeps,
  order: OrderRow,
  { seq, inputRaw }: { seq: number; inputRaw: bigint },
  total: number,
  at: Date,
): Promise<string> => {
  const id = deps.newId()
  const amountUsd = toUi(inputRaw, USDC_DECIMALS)
  const words = `Slice ${seq} of ${Math.max(seq, total)}: ${inDollars(amountUsd)}.`
  await insertOrder(tx, {
    ...planOf(order),
    id,
    parentId: order.id,
    sliceSeq: seq,
    status: 'RECEIVED',
    type: 'SLICE',
    algorithm: 'MARKET',
    amountUsd: decimalString(amountUsd),
    inputRaw,
    actor,
    createdAt: at,
    updatedAt: at,
  })
  await addOrderEvent(tx, id, at, 'received', words)
  await addOrderEvent(tx, order.id, at, 'slice', words)
  await recordAudit(tx, {
    userId: order.userId,
    actor,
    action: 'slice.begun',
    subject: order.id,
    details: { seq, inputRaw: inputRaw.toString(), sliceId: id },
  })
  return id
}

/** What a slice has from its order. */
const planOf = (order: OrderRow) => {
  const { userId, walletId, tokenMint, side, slippageBps, safety, reason, positionId, ...rest } = order
  const { takeProfitPct, stopLossPct, trailingStopPct, trailingActivationPct, breakEvenAtPct } = rest
  const { ladder, timeStopMinutes } = rest
  return {
    ...{ userId, walletId, tokenMint, side, slippageBps, safety, reason, positionId },
    ...{ takeProfitPct, stopLossPct, trailingStopPct, trailingActivationPct, breakEvenAtPct },
    ...{ ladder, timeStopMinutes },
  }
}
