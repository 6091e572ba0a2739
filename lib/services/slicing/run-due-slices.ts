import { dueSlicings } from '@/lib/db/slicing-repository'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import { type Advanced, advanceSlicing, type AdvanceSlicingDeps } from './advance-slicing'

export type RunDueSlicesDeps = AdvanceSlicingDeps & {
  /** Takes a slice up at once; the sweep of orders would find it too. */
  execute: (orderId: string) => void
  publish: (orderId: string) => void
  logger: Pick<Logger, 'warn'>
}

/** Every order that is due goes one step further; none waits for another's quote. One that fails is tried again in the next round. */
export const runDueSlices = async (deps: RunDueSlicesDeps): Promise<void> => {
  const due = await dueSlicings(deps.db, deps.now())
  await Promise.all(due.map((orderId) => advance(deps, orderId)))
}

const advance = async (deps: RunDueSlicesDeps, orderId: string): Promise<void> => {
  const advanced = await advanceSlicing(deps, orderId).catch((error: unknown): Advanced => {
    deps.logger.warn({ orderId, reason: errorMessage(error) }, 'a sliced order is not moved on')
    return { begun: null, changed: false }
  })
  if (advanced.changed) deps.publish(orderId)
  if (advanced.begun) deps.execute(advanced.begun)
}
