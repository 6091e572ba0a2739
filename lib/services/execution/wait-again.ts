import { recordAudit } from '@/lib/db/audit'
import { liveAttempt } from '@/lib/db/attempt-repository'
import { markWaiting } from '@/lib/db/limit-order-repository'
import { addOrderEvent, lockOrder } from '@/lib/db/order-repository'
import type { AttemptFailure } from '@/lib/domain/execution/retry-policy'
import { executorActor, type Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'

/** A price that comes and goes must not be answered with a quote a tick. */
const PAUSE_MS = 3_000

/** The price went away before the purchase did: what a limit entry is there to wait for. */
const isPassing = (failure: AttemptFailure): boolean =>
  failure.kind === 'slippage' || failure.kind === 'unavailable' || failure.kind === 'expired'

/**
 * Puts a limit entry whose purchase did not come about back to waiting, until its own time ends. False: it
 * is no such entry, the failure is a final one, or an attempt may still land.
 */
export const waitAgain = async (deps: ExecutionDeps, job: Job, failure: AttemptFailure): Promise<boolean> => {
  if (job.order.type !== 'LIMIT' || !isPassing(failure)) return false
  return deps.db.transaction(async (tx) => {
    const at = deps.now()
    await lockOrder(tx, job.order.id)
    if (await liveAttempt(tx, job.order.id)) return false
    if (!(await markWaiting(tx, job.order.id, at, new Date(at.getTime() + PAUSE_MS)))) return false
    const detail = `${failure.detail} It waits for its price again.`
    await addOrderEvent(tx, job.order.id, at, 'waiting', detail)
    await recordAudit(tx, {
      userId: job.order.userId,
      actor: executorActor,
      action: 'order.waiting',
      subject: job.order.id,
      details: { failure: failure.kind, detail: failure.detail },
    })
    return true
  })
}
