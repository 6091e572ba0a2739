import { recordAudit } from '@/lib/db/audit'
import type { Executor } from '@/lib/db/client'
import { addOrderEvent, findWorkingSell, insertOrder } from '@/lib/db/order-repository'
import { lockPosition, type PositionRow, updatePosition } from '@/lib/db/position-repository'
import type { LadderPart } from '@/lib/domain/exits/evaluate-exit'
import { outranks } from '@/lib/domain/exits/exit-precedence'
import { decimal, HUNDRED } from '@/lib/domain/money/decimal'
import { shareOf } from '@/lib/domain/positions/fills'
import type { ExitReason } from '@/lib/domain/positions/position-status'
import type { Context } from '../context'

export type ExitRequest = {
  positionId: string
  reason: ExitReason
  share: ExitShare
  /** What was seen that called for it, for the timeline. */
  because: string
  slippageBps?: number
}

export type ExitShare =
  /** Of what is held. */
  | { percent: string }
  /** The next step of the ladder, at most what is held. */
  | LadderPart
  /** Base units, at most what is held. */
  | { raw: bigint }

export type BegunExit =
  | { kind: 'begun'; orderId: string; position: PositionRow }
  /** A partial sell is at work; everything else is sold the moment it ends, or by it where nothing of it is on its way. */
  | { kind: 'queued'; orderId: string; position: PositionRow }
  /** Another exit owns the position, or it is closed, or the step was taken, or the share is less than one base unit. */
  | {
      kind: 'refused'
      why: 'closing' | 'closed' | 'missing' | 'nothing_to_sell' | 'trapped'
      position: PositionRow | null
    }

/**
 * The one door out of a position: every trigger, click and command comes through here, under the
 * position's row lock, and only one can turn OPEN into CLOSING. The sell order is stored in the same
 * transaction, so a position is never closing without an order that works on it. A full exit that finds a
 * partial sell at work is queued behind it: protection does not wait for a retry.
 */
export const beginExit = async (tx: Executor, ctx: Context, request: ExitRequest): Promise<BegunExit> => {
  const position = await lockPosition(tx, request.positionId)
  if (!position) return { kind: 'refused', why: 'missing', position: null }
  if (position.status === 'CLOSING') return queueBehindPartial(tx, ctx, position, request)
  if (position.status === 'TRAPPED') return { kind: 'refused', why: 'trapped', position }
  if (position.status !== 'OPEN') return { kind: 'refused', why: 'closed', position }
  const step = 'step' in request.share ? request.share.step : null
  // Seen by somebody who does not know yet that it is sold.
  if (step !== null && step !== position.ladderDone)
    return { kind: 'refused', why: 'nothing_to_sell', position }
  const ladderDone = step === null ? position.ladderDone : step + 1
  const inputRaw = sharedOut(position, request.share)
  if (inputRaw === 0n) {
    if (step !== null) await skipStep(tx, ctx, position, ladderDone)
    return { kind: 'refused', why: 'nothing_to_sell', position }
  }

  const at = ctx.now()
  const orderId = ctx.newId()
  const exitSeq = position.exitSeq + 1
  // Sent together, done in this order.
  await Promise.all([
    updatePosition(tx, position, { status: 'CLOSING', exitSeq, ladderDone, queuedExit: null }),
    insertOrder(tx, {
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
    }),
    addOrderEvent(tx, orderId, at, 'received', request.because),
    recordAudit(tx, {
      userId: position.userId,
      actor: ctx.actor,
      action: 'exit.begun',
      subject: position.id,
      details: { orderId, reason: request.reason, inputRaw: inputRaw.toString(), exitSeq },
    }),
  ])
  return { kind: 'begun', orderId, position: { ...position, status: 'CLOSING', exitSeq, ladderDone } }
}

const sharedOut = (position: PositionRow, share: ExitShare): bigint => {
  if ('percent' in share) return shareOf(position.amountRaw, share.percent)
  const raw = 'raw' in share ? share.raw : shareOf(position.boughtRaw, share.sellPct)
  return raw < position.amountRaw ? raw : position.amountRaw
}

/** A step that comes to less than a base unit would stand in the way of those after it for ever. */
const skipStep = async (
  tx: Executor,
  ctx: Context,
  position: PositionRow,
  ladderDone: number,
): Promise<void> => {
  await updatePosition(tx, position, { ladderDone })
  await recordAudit(tx, {
    userId: position.userId,
    actor: ctx.actor,
    action: 'exit.step-skipped',
    subject: position.id,
    details: { ladderDone, boughtRaw: position.boughtRaw.toString() },
  })
}

const queueBehindPartial = async (
  tx: Executor,
  ctx: Context,
  position: PositionRow,
  request: ExitRequest,
): Promise<BegunExit> => {
  const working = await findWorkingSell(tx, position.id)
  const wantsAll = 'percent' in request.share && decimal(request.share.percent).gte(HUNDRED)
  if (!working || !wantsAll || working.inputRaw >= position.amountRaw)
    return { kind: 'refused', why: 'closing', position }
  const standing = position.queuedExit
  if (standing && !outranks(request.reason, standing.reason))
    return { kind: 'queued', orderId: working.id, position }
  const at = ctx.now()
  await updatePosition(tx, position, {
    queuedExit: {
      reason: request.reason,
      because: request.because,
      actor: { kind: ctx.actor.kind, id: ctx.actor.id },
      slippageBps: request.slippageBps ?? null,
      at: at.toISOString(),
    },
  })
  await addOrderEvent(tx, working.id, at, 'queued', `Everything else is sold next. ${request.because}`)
  await recordAudit(tx, {
    userId: position.userId,
    actor: ctx.actor,
    action: 'exit.queued',
    subject: position.id,
    details: { behind: working.id, reason: request.reason },
  })
  return { kind: 'queued', orderId: working.id, position }
}
