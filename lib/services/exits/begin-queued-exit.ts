import type { Executor } from '@/lib/db/client'
import type { PositionRow } from '@/lib/db/position-repository'
import type { QueuedExit } from '@/lib/domain/exits/exit-precedence'
import type { Context } from '../context'
import { beginExit, type BegunExit } from './begin-exit'

/** Begins the full exit that waited for a partial sell, in the transaction that ended that one. */
export const beginQueuedExit = (
  tx: Executor,
  { now, newId }: Pick<Context, 'now' | 'newId'>,
  position: Pick<PositionRow, 'id' | 'userId'>,
  queued: QueuedExit,
): Promise<BegunExit> =>
  beginExit(
    tx,
    { actor: queued.actor as Context['actor'], userId: position.userId, now, newId },
    {
      positionId: position.id,
      reason: queued.reason,
      share: { percent: '100' },
      because: queued.because,
      ...(queued.slippageBps === null ? {} : { slippageBps: queued.slippageBps }),
    },
  )
