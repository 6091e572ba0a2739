import { addOrderEvent, lastOrderEvent, lockOrder } from '@/lib/db/order-repository'
import { storeAlert } from '../alerts/raise-alert'
import { cancelHaltedEntry } from '../trading-state/cancel-halted-entry'
import { stateInWords } from '../trading-state/deny-entry-by-state'
import { effectiveTradingState } from '../trading-state/effective-trading-state'
import type { Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'
import { publishOrderSoon } from './publish-order'
import { isSigningAllowed } from './store-while-allowed'

const LOOK_AGAIN_MS = 500
const STEP = 'held'

/** The trading state does not let this order sign: an entry ends, a sell waits until it may. */
export const obeyHalt = async (deps: ExecutionDeps, job: Job, signal: AbortSignal): Promise<void> => {
  if (job.order.side === 'BUY') {
    await cancelHaltedEntry(deps, job.order)
    return
  }
  if ((await lastOrderEvent(deps.db, job.order.id))?.step !== STEP) await tellHeld(deps, job)
  while (!(await isSigningAllowed(deps, job.order))) await deps.pause(LOOK_AGAIN_MS, signal)
}

const tellHeld = async (deps: ExecutionDeps, job: Job): Promise<void> => {
  const { id, userId, positionId } = job.order
  const at = deps.now()
  const words = stateInWords(await effectiveTradingState(deps.db, userId, at))
  const detail = `${words} You still hold the tokens; this sell goes on by itself when the freeze ends.`
  const alert = await deps.db.transaction(async (tx) => {
    await lockOrder(tx, id)
    if ((await lastOrderEvent(tx, id))?.step === STEP) return null
    await addOrderEvent(tx, id, at, STEP, detail)
    return storeAlert(tx, deps, {
      ...{ userId, positionId, orderId: id, level: 'crit' as const },
      title: 'A sell is held back by the freeze',
      detail,
      occasion: `held ${id} ${at.toISOString()}`,
    })
  })
  if (!alert) return
  publishOrderSoon(deps, id)
  deps.live.publish(alert)
}
