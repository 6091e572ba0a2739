import { raiseAlert } from '../alerts/raise-alert'
import type { Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'

/** Once per exit and kind of trouble: what is still held, and that JARVIS goes on trying. */
export const raiseExitAlert = async (
  deps: ExecutionDeps,
  job: Job,
  detail: string,
  trouble: 'failing' | 'fee-budget' = 'failing',
): Promise<void> => {
  await raiseAlert(deps, {
    userId: job.order.userId,
    level: 'crit',
    title: 'A sell has not gone through yet',
    detail: `${detail} You still hold the tokens. JARVIS keeps trying.`,
    occasion: `sell ${job.order.id} ${trouble}`,
    positionId: job.order.positionId,
    orderId: job.order.id,
  })
}
