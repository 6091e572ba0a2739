import { recordAudit } from '@/lib/db/audit'
import { liveAttempt } from '@/lib/db/attempt-repository'
import type { Executor } from '@/lib/db/client'
import { addOrderEvent, enlargeSell, lockOrder } from '@/lib/db/order-repository'
import { lockPosition, type PositionRow, updatePosition } from '@/lib/db/position-repository'
import type { ExitReason } from '@/lib/domain/positions/position-status'
import type { Context } from '../context'
import { beginExit } from '../exits/begin-exit'
import { beginQueuedExit } from '../exits/begin-queued-exit'
import { executorActor, type Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'

/**
 * What a sell that did not close its position leads to, in the transaction that books it: the full exit
 * queued behind it, or the rest of the order where only a part of it was sold.
 */
export const followUpExit = async (
  tx: Executor,
  deps: ExecutionDeps,
  job: Job,
  /** As it was locked, before this sell was booked. */
  before: PositionRow,
  soldRaw: bigint,
): Promise<void> => {
  const { inputRaw, reason, slippageBps } = job.order
  const { now, newId } = deps
  if (before.queuedExit) {
    await beginQueuedExit(tx, { now, newId }, before, before.queuedExit)
    return
  }
  const unsoldRaw = inputRaw - soldRaw
  // What a slice did not sell is sold by later ones.
  if (unsoldRaw <= 0n || job.order.parentId !== null) return
  const ctx: Context = { actor: executorActor, userId: before.userId, now, newId }
  await beginExit(tx, ctx, {
    positionId: before.id,
    reason: reason as ExitReason,
    share: { raw: unsoldRaw },
    because: 'The rest of the sell before this one.',
    ...(slippageBps === null ? {} : { slippageBps }),
  })
}

/**
 * A partial sell with nothing on its way takes over the full exit queued behind it: protection does not
 * wait for a part that cannot be sold. True when it did, and the order must be read again.
 */
export const takeOverQueued = async (deps: ExecutionDeps, job: Job): Promise<boolean> => {
  if (job.order.side !== 'SELL') return false
  // One that is queued right after this look is found at the next attempt, as one right after the locks would be.
  if (!job.held?.queuedExit) return false
  return deps.db.transaction(async (tx) => {
    const order = await lockOrder(tx, job.order.id)
    if (order?.status !== 'WORKING' || (await liveAttempt(tx, order.id))) return false
    const position = await lockPosition(tx, order.positionId!)
    const queued = position?.queuedExit
    if (!queued || position.exitSeq !== order.exitSeq) return false
    await enlargeSell(tx, order.id, {
      inputRaw: position.amountRaw,
      reason: queued.reason,
      slippageBps: queued.slippageBps ?? order.slippageBps,
    })
    await updatePosition(tx, position, { queuedExit: null })
    await addOrderEvent(
      tx,
      order.id,
      deps.now(),
      'enlarged',
      'Nothing of it was on its way: it now sells everything.',
    )
    await recordAudit(tx, {
      userId: order.userId,
      actor: executorActor,
      action: 'exit.enlarged',
      subject: position.id,
      details: { orderId: order.id, reason: queued.reason, inputRaw: position.amountRaw.toString() },
    })
    return true
  })
}
