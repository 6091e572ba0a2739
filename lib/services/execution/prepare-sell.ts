import { findJob } from '@/lib/db/job-repository'
import { slippageFor } from '@/lib/domain/execution/retry-policy'
import type { Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'
import { takeOverQueued } from './follow-up-exit'
import { type Prepared, prepareAttempt } from './prepare-attempt'

/**
 * Prepares a sell whose turn has come, as it stands now: while it waited it may have been cut down, or a full exit
 * may have been queued behind it, which it then takes over. Answers with the order as it was prepared.
 */
export const prepareSell = async (
  deps: ExecutionDeps,
  waited: Job,
  signal: AbortSignal,
): Promise<{ job: Job; prepared: Prepared }> => {
  for (;;) {
    signal.throwIfAborted()
    const job = await findJob(deps.db, waited.order.id)
    if (job?.order.status !== 'WORKING' || job.live)
      return { job: job ?? waited, prepared: { kind: 'superseded' } }
    if (await takeOverQueued(deps, job)) continue
    return { job, prepared: await prepareAttempt(deps, job, slippageFor(job.order), signal) }
  }
}
