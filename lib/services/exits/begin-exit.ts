import { recordAudit } from '@/lib/db/audit'
import type { Executor } from '@/lib/db/client'
import { addOrderEvent, insertOrder } from '@/lib/db/order-repository'
import { lockPosition, type PositionRow, updatePosition } from '@/lib/db/position-repository'
import { shareOf } from '@/lib/domain/positions/fills'
import type { ExitReason } from '@/lib/domain/positions/position-status'
import type { Context } from '../context'

export type ExitRequest = {
  positionId: string
  reason: ExitReason
  percent: string
  /** What was seen that called for it, for the timeline. */
  because: string
  slippageBps?: number
}

export type BegunExit =
  | { kind: 'begun'; orderId: string; position: PositionRow }
  /** Another exit owns the position, or it is closed, or the share is less than one base unit. */
  | {
      kind: 'refused'
      why: 'closing' | 'closed' | 'missing' | 'nothing_to_sell' | 'trapped'
      position: PositionRow | null
    }

/**
 * The one door out of a position: every trigger, click and command comes through here, under the
 * position's row lock, and only one can turn OPEN into CLOSING. The sell order is stored in the same
 * transaction, so a position is never closing without an order that works on it.
 */
export const beginExit = async (tx: Executor, ctx: Context, request: ExitRequest): Promise<BegunExit> => {
  const position = await lockPosition(tx, request.positionId)
  if (!position) return { kind: 'refused', why: 'missing', position: null }
  if (position.status === 'CLOSING') return { kind: 'refused', why: 'closing', position }
  if (position.status === 'TRAPPED') return { kind: 'refused', why: 'trapped', position }
  if (position.status !== 'OPEN') return { kind: 'refused', why: 'closed', position }
  const inputRaw = shareOf(position.amountRaw, request.percent)
  if (inputRaw === 0n) return { kind: 'refused', why: 'nothing_to_sell', position }

  const at = ctx.now()
  const orderId = ctx.newId()
  const exitSeq = position.exitSeq + 1
  await updatePosition(tx, position, { status: 'CLOSING', exitSeq })
  await insertOrder(tx, {
    id: orderId,
    userId: position.userId,
    walletId: position.walletId,
    tokenMint: position.tokenMint,
    side: 'SELL',
    status: 'RECEIVED',
    algorithm: 'MARKET',
    amountUsd: null,
    inputRaw,
    slippageBps: request.slippageBps ?? null,
    reason: request.reason,
    positionId: position.id,
    exitSeq,
    actor: { kind: ctx.actor.kind, id: ctx.actor.id },
    createdAt: at,
    updatedAt: at,
  })
  await addOrderEvent(tx, orderId, at, 'received', request.because)
  await recordAudit(tx, {
    userId: position.userId,
    actor: ctx.actor,
    action: 'exit.begun',
    subject: position.id,
    details: {
      orderId,
      reason: request.reason,
      percent: request.percent,
      inputRaw: inputRaw.toString(),
      exitSeq,
    },
  })
  return { kind: 'begun', orderId, position: { ...position, status: 'CLOSING', exitSeq } }
}
