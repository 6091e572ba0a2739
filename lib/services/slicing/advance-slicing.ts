import type { Executor } from '@/lib/db/client'
import { findOrder, lockOrder, type OrderRow } from '@/lib/db/order-repository'
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
import { decimal } from '@/lib/domain/money/decimal'
import { toUi, USDC_DECIMALS } from '@/lib/domain/money/units'
import type { ExecutionDeps } from '../execution/execution-deps'
import { isSigningAllowed } from '../execution/store-while-allowed'
import type { MarketView } from '../market-view'
import { poolLiquidity } from '../pool-liquidity'
import { beginSlice } from './begin-slice'
import { endSlicing } from './end-slicing'
import { holdSlice } from './hold-slice'
import { GO, mayGoOn } from './may-go-on'
import { readArrival } from './read-arrival'
import { settleSlice } from './settle-slice'

export type AdvanceSlicingDeps = Pick<ExecutionDeps, 'db' | 'router' | 'readMarket' | 'now' | 'newId'> & {
  /** Behind the boot gate slices end, but none begins. */
  mayBegin: boolean
}

/** `begun`: the slice to be executed now. `changed`: anything about the order did. */
export type Advanced = { begun: string | null; changed: boolean }

/**
 * One step of a sliced order: books the end of its last slice, ends it, or begins the next slice. All of it is one
 * transaction under the order's lock, and a slice has its number in a unique index: called again after a crash, or by
 * two workers at once, each slice is begun once and none is skipped.
 */
export const advanceSlicing = async (deps: AdvanceSlicingDeps, orderId: string): Promise<Advanced> => {
  const order = await findOrder(deps.db, orderId)
  const begins = order?.status === 'WORKING' && deps.mayBegin && (await mayBeginNow(deps, order))
  const untouched = begins && (await slicesOf(deps.db, [orderId])).length === 0
  const [arrival, market] = await Promise.all([
    // What the order is measured against is asked before anything of it moves the price.
    untouched ? readArrival(deps, order) : null,
    begins ? deps.readMarket([order.tokenMint]) : null,
  ])
  const looked = { begins, arrival, market: order ? market?.get(order.tokenMint) : undefined }
  return deps.db.transaction((tx) => step(tx, deps, orderId, looked))
}

/** A sale that is frozen waits for its next slice; a purchase is cancelled by those who set the state. */
const mayBeginNow = async (deps: AdvanceSlicingDeps, order: OrderRow): Promise<boolean> =>
  order.side === 'BUY' || isSigningAllowed(deps, order)

/** What a step needs from outside the database. */
type Looked = { begins: boolean; arrival: Arrival | null; market: MarketView | undefined }

const NOTHING: Advanced = { begun: null, changed: false }

const step = async (
  tx: Executor,
  deps: AdvanceSlicingDeps,
  orderId: string,
  { begins, arrival, market }: Looked,
): Promise<Advanced> => {
  const at = deps.now()
  const order = await lockOrder(tx, orderId)
  const row = order && (await lockSlicing(tx, orderId))
  if (!order || !row || order.status !== 'WORKING' || row.status === 'ENDED') return NOTHING
  const settled = await settleSlice(tx, order, row, at)
  if (isUnderWay(settled.slicing)) return NOTHING
  const goingOn = hasRunOut(settled.slicing) ? GO : await mayGoOn(tx, order)
  const stopReason = settled.stopReason ?? (goingOn.kind === 'stop' ? goingOn.reason : null)
  const slicing: Slicing =
    stopReason === null ? settled.slicing : { ...settled.slicing, status: 'STOPPING' as const }
  if (hasRunOut(slicing)) {
    const reason = stopReason ?? (settled.failure && `Slice after slice failed. ${settled.failure}`)
    await endSlicing(tx, order, slicing, reason, at)
    return { begun: null, changed: true }
  }
  const due = begins && goingOn.kind === 'go' ? dueSlice(slicing, at.getTime()) : null
  const thin = due && thinFor(order, due.inputRaw, market, row.mostSharePct)
  if (thin !== null) {
    await holdSlice(tx, order, row, slicing, thin, at)
    return { begun: null, changed: true }
  }
  const begun = due && (await beginSlice(tx, deps, order, { ...due, total: slicing.schedule.length, at }))
  if (!due || !begun) {
    if (settled.changed) await saveSlicing(tx, orderId, slicing, {}, at)
    return { begun: null, changed: settled.changed }
  }
  const after = afterBegin(slicing, due.inputRaw, at.getTime())
  const free = { heldSince: null, heldWhy: null }
  await saveSlicing(tx, orderId, after, row.arrival ? free : { arrival, ...free }, at)
  return { begun, changed: true }
}

/**
 * Why a slice of a purchase is too large for its pool as it is now; null where it is not, or nobody knows. A sale goes
 * on whatever its pool holds: where the liquidity leaves is where one wants out.
 */
const thinFor = (
  { side }: OrderRow,
  inputRaw: bigint,
  market: MarketView | undefined,
  mostSharePct: string,
): string | null =>
  side === 'SELL' || !market
    ? null
    : tooThin(toUi(inputRaw, USDC_DECIMALS), poolLiquidity(market), decimal(mostSharePct))
