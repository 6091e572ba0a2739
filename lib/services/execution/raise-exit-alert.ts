import type { Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'

/** Once per exit: it is in trouble, what is still held, and that JARVIS goes on trying. */
export const raiseExitAlert = async (deps: ExecutionDeps, job: Job, detail: string): Promise<void> => {
  deps.live.publish({
    userId: job.order.userId,
    name: 'alert',
    data: {
      id: deps.newId(),
      level: 'crit',
      title: 'A sell has not gone through yet',
      detail: `${detail} You still hold the tokens. JARVIS keeps trying.`,
      at: deps.now().toISOString(),
      positionId: job.order.positionId,
      orderId: job.order.id,
    },
  })
}
