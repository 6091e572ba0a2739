import { recordAudits } from '@/lib/db/audit'
import { inOneGo } from '@/lib/db/in-one-go'
import type { Executor } from '@/lib/db/client'
import { addOrderEvents, insertOrders } from '@/lib/db/order-repository'
import { beginClosing, type PositionRow } from '@/lib/db/position-repository'
import type { LadderPart } from '@/lib/domain/exits/evaluate-exit'
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
  /** The sale in slices it is a part of, and which one. */
  slice?: { parentId: string; seq: number }
}

export type ExitShare =
  /** Of what is held. */
  | { percent: string }
  /** The next step of the ladder, at most what is held. */
  | LadderPart
  /** Base units, at most what is held. */
  | { raw: bigint }

/** What an exit of an open position comes to. Nothing is sold where `inputRaw` is zero. */
export type PlannedExit = {
  ctx: Context
  request: ExitRequest
  position: PositionRow
  orderId: string
  exitSeq: number
  ladderDone: number
  inputRaw: bigint
}

/** null: the step of the ladder was taken already, seen by somebody who does not know yet. */
export const planExit = (ctx: Context, position: PositionRow, request: ExitRequest): PlannedExit | null => {
  const step = 'step' in request.share ? request.share.step : null
  if (step !== null && step !== position.ladderDone) return null
  return {
    ctx,
    request,
    position,
    orderId: ctx.newId(),
    exitSeq: position.exitSeq + 1,
    ladderDone: step === null ? position.ladderDone : step + 1,
    inputRaw: sharedOut(position, request.share),
  }
}

const sharedOut = (position: PositionRow, share: ExitShare): bigint => {
  if ('percent' in share) return shareOf(position.amountRaw, share.percent)
  const raw = 'raw' in share ? share.raw : shareOf(position.boughtRaw, share.sellPct)
  return raw < position.amountRaw ? raw : position.amountRaw
}

/** Positions that are locked and open: each becomes CLOSING together with the order that works on it. */
export const storeExits = async (tx: Executor, exits: readonly PlannedExit[]): Promise<void> => {
  if (exits.length === 0) return
  // Sent together, done in this order.
  await inOneGo([
    beginClosing(tx, exits),
    insertOrders(tx, exits.map(orderOf)),
    addOrderEvents(
      tx,
      exits.map(({ ctx, request, orderId }) => ({
        orderId,
        at: ctx.now(),
        step: 'received',
        detail: request.because,
      })),
    ),
    recordAudits(
      tx,
      exits.map(({ ctx, request, position, orderId, inputRaw, exitSeq }) => ({
        userId: position.userId,
        actor: ctx.actor,
        action: 'exit.begun',
        subject: position.id,
        details: { orderId, reason: request.reason, inputRaw: inputRaw.toString(), exitSeq },
      })),
    ),
  ])
}

const orderOf = ({ ctx, request, position, orderId, exitSeq, inputRaw }: PlannedExit) => {
  const at = ctx.now()
  return {
    id: orderId,
    userId: position.userId,
    walletId: position.walletId,
    tokenMint: position.tokenMint,
    side: 'SELL',
    status: 'RECEIVED',
    algorithm: 'MARKET',
    ...(request.slice && {
      type: 'SLICE' as const,
      parentId: request.slice.parentId,
      sliceSeq: request.slice.seq,
    }),
    amountUsd: null,
    inputRaw,
    slippageBps: request.slippageBps ?? null,
    reason: request.reason,
    positionId: position.id,
    exitSeq,
    actor: { kind: ctx.actor.kind, id: ctx.actor.id },
    createdAt: at,
    updatedAt: at,
  } as const
}
