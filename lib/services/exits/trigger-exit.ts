import type { Database } from '@/lib/db/client'
import type { LadderPart } from '@/lib/domain/exits/evaluate-exit'
import type { ExitReason } from '@/lib/domain/positions/position-status'
import type { Enqueue } from '@/lib/queue/enqueue'
import type { Context } from '../context'
import { beginExit, beginPlainExit } from './begin-exit'

export type TriggerExitDeps = {
  db: Database
  enqueue: Enqueue
  onEnqueueFailed: (orderId: string, error: unknown) => void
  now: () => Date
  newId: () => string
}

/** A rule fired. Sells the position or the share asked for, unless another exit already owns it; then nothing happens. */
export const triggerExit = async (
  deps: TriggerExitDeps,
  input: {
    positionId: string
    userId: number
    reason: ExitReason
    because: string
    /** A step of the ladder; left out: all that is left. */
    part?: LadderPart | null
  },
): Promise<{ orderId: string } | null> => {
  const ctx: Context = {
    actor: { kind: 'exit-rule', id: input.reason },
    userId: input.userId,
    now: deps.now,
    newId: deps.newId,
  }
  const request = {
    positionId: input.positionId,
    reason: input.reason,
    share: input.part ?? { percent: '100' },
    because: input.because,
  }
  const exit =
    // One that the database refuses must not fail those in its group: each is then begun by itself.
    (await beginPlainExit(deps.db, { ctx, request }).catch(() => null)) ??
    (await deps.db.transaction((tx) => beginExit(tx, ctx, request)))
  if (exit.kind === 'refused') return null
  await deps
    .enqueue('execute-order', { orderId: exit.orderId }, 'exit')
    .catch((error: unknown) => deps.onEnqueueFailed(exit.orderId, error))
  return { orderId: exit.orderId }
}
