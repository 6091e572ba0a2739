import type { Executor } from '@/lib/db/client'
import { restrictedUsers } from '@/lib/db/trading-state-repository'
import type { LivePublisher } from '../live-publisher'
import { effectiveTradingState, effectiveView } from './effective-trading-state'

/** No user has this id, so it stands for everybody without a state of their own. */
const NOBODY = 0

/** Tells everyone a changed scope concerns what now applies to them. `userId` null is the global scope. */
export const publishTradingState = async (
  deps: { db: Executor; live: LivePublisher },
  userId: number | null,
  now: Date,
): Promise<void> => {
  const tell = async (of: number, to: number | null) =>
    deps.live.publish({
      userId: to,
      name: 'trading-state',
      data: effectiveView(await effectiveTradingState(deps.db, of, now)),
    })
  if (userId !== null) return tell(userId, userId)
  await tell(NOBODY, null)
  // After the broadcast, because theirs may be stricter and the last event is what they see.
  for (const restricted of await restrictedUsers(deps.db)) await tell(restricted, restricted)
}
