import { recordAudit } from '@/lib/db/audit'
import type { Executor } from '@/lib/db/client'
import { addOrderEvent, findOrder, insertOrder, lockOrder, type OrderRow } from '@/lib/db/order-repository'
import { lockSlicing, saveSlicing, slicesOf } from '@/lib/db/slicing-repository'
import type { Arrival } from '@/lib/domain/execution/algorithms/execution-report'
import {
  afterBegin,
  dueSlice,
  hasRunOut,
  isUnderWay,
  type Slicing,
} from '@/lib/domain/execution/algorithms/slice-machine'
import { tooThin } from '@/lib/domain/execution/order-impact'
import { type Decimal, decimal, decimalString } from '@/lib/domain/money/decimal'
import { inDollars } from '@/lib/domain/money/in-words'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import type { ExecutionDeps } from '../execution/execution-deps'
import { poolLiquidity } from '../pool-liquidity'
import { endSlicing } from './end-slicing'
import { holdSlice } from './hold-slice'
import { readArrival } from './read-arrival'
import { settleSlice } from './settle-slice'
import { whyNothingMore } from './why-nothing-more'

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
  const begins = order?.status === 'WORKING' && deps.mayBegin
  const untouched = begins && (await slicesOf(deps.db, [orderId])).length === 0
  const [arrival, market] = await Promise.all([
    // What the order is measured against is asked before anything of it moves the price.
    untouched ? readArrival(deps, order) : null,
    begins ? deps.readMarket([order.tokenMint]) : null,
  ])
  const liquidityUsd = poolLiquidity(order ? market?.get(order.tokenMint) : undefined)
  return deps.db.transaction((tx) => step(tx, deps, orderId, { arrival, liquidityUsd }))
}

/** What a step needs from outside the database. `liquidityUsd`: of the pool as it is now; null: not known. */
type Looked = { arrival: Arrival | null; liquidityUsd: Decimal | null }

const NOTHING: Advanced = { begun: null, changed: false }

const step = async (
  tx: Executor,
  deps: AdvanceSlicingDeps,
  orderId: string,
  { arrival, liquidityUsd }: Looked,
): Promise<Advanced> => {
  const at = deps.now()
  const order = await lockOrder(tx, orderId)
  const row = order && (await lockSlicing(tx, orderId))
  if (!order || !row || order.status !== 'WORKING' || row.status === 'ENDED') return NOTHING
  const settled = await settleSlice(tx, order, row, at)
  if (isUnderWay(settled.slicing)) return NOTHING
  const stopReason = settled.stopReason ?? (await whyNothingMore(tx, order))
  const slicing: Slicing =
    stopReason === null ? settled.slicing : { ...settled.slicing, status: 'STOPPING' as const }
  if (hasRunOut(slicing)) {
    const reason = stopReason ?? (settled.failure && `Slice after slice failed. ${settled.failure}`)
    await endSlicing(tx, order, slicing, reason, at)
    return { begun: null, changed: true }
  }
  const due = deps.mayBegin ? dueSlice(slicing, at.getTime()) : null
  if (!due) {
    if (settled.changed) await saveSlicing(tx, orderId, slicing, {}, at)
    return { begun: null, changed: settled.changed }
  }
  const thin = tooThin(toUi(due.inputRaw, USDC_DECIMALS), liquidityUsd, decimal(row.mostSharePct))
  if (thin !== null) {
    await holdSlice(tx, order, row, slicing, thin, at)
    return { begun: null, changed: true }
  }
  const begun = await begin(tx, deps, order, due, slicing.schedule.length, at)
  const after = afterBegin(slicing, due.inputRaw, at.getTime())
  const free = { heldSince: null, heldWhy: null }
  await saveSlicing(tx, orderId, after, row.arrival ? free : { arrival, ...free }, at)
  return { begun, changed: true }
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
