import { failedLandings } from '@/lib/db/attempt-repository'
import { addOrderEvent, lastOrderEvent, postponeOrder } from '@/lib/db/order-repository'
import { sendableAt } from '@/lib/domain/execution/fee-budget'
import { endEntry } from './book-failure'
import type { Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'
import { publishOrderSoon } from './publish-order'
import { raiseExitAlert } from './raise-exit-alert'

const HOUR_MS = 3_600_000
const LONGEST_PAUSE_MS = 60_000
const STEP = 'fee-budget'

/**
 * Landed failures burn fees. True when the order may send now; otherwise an entry has ended, or a sell has
 * waited a while and is to be looked at again.
 */
export const keepFeeBudget = async (deps: ExecutionDeps, job: Job, signal: AbortSignal): Promise<boolean> => {
  const now = deps.now()
  const { walletId } = job.order
  const failed = await failedLandings(deps.db, { walletId, since: new Date(now.getTime() - HOUR_MS) })
  const free = sendableAt(failed, job.order, now)
  if (!free) return true
  const spent = `${failed.length} transactions of this wallet failed on chain within the hour, so the budget for fees is used up.`
  if (job.order.side === 'BUY') {
    await endEntry(deps, job, 'REJECTED', `${spent} Nothing more is sent until ${free.toISOString()}.`)
    return false
  }
  await postponeOrder(deps.db, job.order.id, free)
  if ((await lastOrderEvent(deps.db, job.order.id))?.step !== STEP) {
    const detail = `${spent} The next try is at ${free.toISOString()}.`
    // The alert first: it is told once in any case, and not looked for again after the event.
    await raiseExitAlert(deps, job, detail, 'fee-budget')
    await addOrderEvent(deps.db, job.order.id, now, STEP, detail)
  }
  publishOrderSoon(deps, job.order.id)
  await deps.pause(Math.min(free.getTime() - now.getTime(), LONGEST_PAUSE_MS), signal)
  return false
}
