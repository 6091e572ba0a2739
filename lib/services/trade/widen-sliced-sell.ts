import type { SellInput } from '@/lib/contracts/trade'
import { recordAudit } from '@/lib/db/audit'
import type { Executor } from '@/lib/db/client'
import { addOrderEvent, findWorkingSell, lockOrder, type OrderRow } from '@/lib/db/order-repository'
import { lockPosition, type PositionRow } from '@/lib/db/position-repository'
import { findSlicedSell, widenSell } from '@/lib/db/sell-repository'
import {
  lockSlicing,
  replanSlicing,
  saveSlicing,
  slicesOf,
  tradesOfSlices,
} from '@/lib/db/slicing-repository'
import { afterReplan, isUnderWay, type Slicing } from '@/lib/domain/execution/algorithms/slice-machine'
import { decimal, HUNDRED } from '@/lib/domain/money/decimal'
import { shareOf } from '@/lib/domain/positions/fills'
import { AppError } from '@/lib/errors'
import type { Context } from '../context'
import { settleSlice } from '../slicing/settle-slice'
import type { SlicingPlan } from './choose-slices'

/** How so much of the position would be sold. */
type PlanSell = (position: PositionRow, sellRaw: bigint) => Promise<SlicingPlan>

/**
 * A sell that finds one in slices at work. It is answered with that one where that one sells as much already; where
 * more is asked for, it sells so much, by a plan of its own from now on. Either way a paused one goes on. null: there
 * is none at work, or all is being sold already. `orderId` null: everything is to be sold at once.
 */
export const widenSlicedSell = async (
  tx: Executor,
  ctx: Context,
  input: SellInput,
  positionId: string,
  planSell: PlanSell,
): Promise<{ orderId: string | null } | null> => {
  const standing = await findSlicedSell(tx, positionId)
  const order = standing && (await lockOrder(tx, standing.id))
  const row = order?.status === 'WORKING' ? await lockSlicing(tx, order.id) : null
  if (!order || !row || row.status === 'ENDED') return null
  if (row.status === 'STOPPING')
    throw new AppError(
      'validation',
      'positionId: a sale of it in slices is just being stopped. Ask again in a moment, or sell at once (MARKET).',
    )
  const position = await lockPosition(tx, positionId)
  if (!position || !(await isLeft(tx, position, order))) return null
  const at = ctx.now()
  const askedRaw = shareOf(position.amountRaw, input.percent)
  const { doneRaw, underWayRaw } = await soFar(tx, order)
  const settled = await settleSlice(tx, order, row, at)
  if (settled.stopReason !== null) return null
  const slicing: Slicing = { ...settled.slicing, status: 'ACTIVE' }
  const soon = row.status === 'PAUSED' ? { ...slicing, nextAt: at.getTime() } : slicing
  if (askedRaw <= order.inputRaw - doneRaw) {
    await saveSlicing(tx, order.id, soon, {}, at)
    await addOrderEvent(
      tx,
      order.id,
      at,
      'asked',
      `Sell ${input.percent} % is asked for; it is in this sale.`,
    )
    return { orderId: order.id }
  }
  const restRaw = askedRaw - (isUnderWay(slicing) ? underWayRaw : 0n)
  const { algorithm, schedule, words } = await planSell(position, restRaw)
  if (!schedule && decimal(input.percent).gte(HUNDRED)) {
    await saveSlicing(tx, order.id, settled.slicing, {}, at)
    return { orderId: null }
  }
  const inputRaw = doneRaw + askedRaw
  await widenSell(tx, order.id, { inputRaw, ...(schedule && { algorithm }) })
  const replanned = afterReplan(slicing, schedule ?? [{ inputRaw: restRaw, afterMs: 0 }], at.getTime())
  await replanSlicing(tx, order.id, replanned.schedule)
  await saveSlicing(tx, order.id, replanned, {}, at)
  const told = `Sell ${input.percent} % as asked: this sale grows to that. ${words ?? 'The rest is sold at once.'}`
  await addOrderEvent(tx, order.id, at, 'widened', told)
  await recordAudit(tx, {
    ...{ userId: order.userId, actor: ctx.actor, action: 'exit.widened', subject: positionId },
    details: { orderId: order.id, fromRaw: order.inputRaw.toString(), toRaw: inputRaw.toString(), algorithm },
  })
  return { orderId: order.id }
}

/** Not everything of the position is being sold already, by somebody else than a slice of this order. */
const isLeft = async (tx: Executor, position: PositionRow, order: OrderRow): Promise<boolean> => {
  if (position.status === 'OPEN') return true
  if (position.status !== 'CLOSING' || position.queuedExit !== null) return false
  const working = await findWorkingSell(tx, position.id)
  return working !== null && (working.parentId === order.id || working.inputRaw < position.amountRaw)
}

/** Base units that its slices have sold, and those of the one begun last. */
const soFar = async (tx: Executor, { id }: OrderRow): Promise<{ doneRaw: bigint; underWayRaw: bigint }> => {
  const trades = (await tradesOfSlices(tx, [id])).get(id) ?? []
  const doneRaw = trades.reduce((sum, { tokenRaw }) => sum + tokenRaw, 0n)
  return { doneRaw, underWayRaw: (await slicesOf(tx, [id])).at(-1)?.inputRaw ?? 0n }
}
