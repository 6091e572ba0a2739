import { recordAudit } from '@/lib/db/audit'
import type { Executor } from '@/lib/db/client'
import { grouped } from '@/lib/db/grouped'
import { addOrderEvent, findWorkingSell } from '@/lib/db/order-repository'
import {
  lockPosition,
  lockPositionsAtHand,
  type PositionRow,
  updatePosition,
} from '@/lib/db/position-repository'
import { outranks } from '@/lib/domain/exits/exit-precedence'
import { decimal, HUNDRED } from '@/lib/domain/money/decimal'
import type { Context } from '../context'
import { type ExitRequest, planExit, type PlannedExit, storeExits } from './planned-exit'

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
  const exit = planExit(ctx, position, request)
  if (!exit) return { kind: 'refused', why: 'nothing_to_sell', position }
  if (exit.inputRaw === 0n) {
    if (exit.ladderDone !== position.ladderDone) await skipStep(tx, ctx, position, exit.ladderDone)
    return { kind: 'refused', why: 'nothing_to_sell', position }
  }
  await storeExits(tx, [exit])
  return begun(exit)
}

const begun = ({ orderId, position, exitSeq, ladderDone }: PlannedExit): BegunExit => ({
  kind: 'begun',
  orderId,
  position: { ...position, status: 'CLOSING', exitSeq, ladderDone },
})

/**
 * The same for many, in one transaction that waits for no row. null: it is no plain case (another exit is at
 * work, a step comes to nothing) or somebody holds the position just now; it is to be begun by itself.
 */
export const beginPlainExit = grouped<{ ctx: Context; request: ExitRequest }, BegunExit | null>((db, asked) =>
  db.transaction(async (tx) => {
    const rows = await lockPositionsAtHand(
      tx,
      asked.map(({ request }) => request.positionId),
    )
    const open = new Map(rows.filter(({ status }) => status === 'OPEN').map((row) => [row.id, row]))
    const exits = asked.map(({ ctx, request }) => {
      const position = open.get(request.positionId)
      // Asked for twice at once: the first has it.
      open.delete(request.positionId)
      const exit = position ? planExit(ctx, position, request) : null
      return exit && exit.inputRaw > 0n ? exit : null
    })
    await storeExits(
      tx,
      exits.filter((exit) => exit !== null),
    )
    return exits.map((exit) => exit && begun(exit))
  }),
)

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
