import { openEndedLocks } from '@/lib/db/lock-repository'
import { utcDate } from '@/lib/domain/risk/utc-day'
import type { PriceFeed } from '../prices/price-feed'
import { liftLock } from './lift-lock'
import { setLock, type SetLockDeps } from './set-lock'

const STALE_MS = 15_000

/** Whether any watched token has a price confirmed lately, by stream, polling or the vendor. */
const anyFresh = (feed: Pick<PriceFeed, 'watched' | 'confirmedAt'>, now: Date): boolean =>
  feed.watched().some((mint) => {
    const at = feed.confirmedAt(mint)
    return at !== null && now.getTime() - at.getTime() < STALE_MS
  })

/**
 * Keeps everyone out while no fresh source of prices is left, and lets them in again by itself. Answers the step
 * to repeat; a feed that has just started is given the time to find its first price.
 */
export const createStaleDataWatch = (
  deps: SetLockDeps & { feed: Pick<PriceFeed, 'watched' | 'confirmedAt'> },
): (() => Promise<void>) => {
  const startedAt = deps.now().getTime()
  return async () => {
    const now = deps.now()
    if (anyFresh(deps.feed, now)) {
      for (const lock of await openEndedLocks(deps.db, 'STALE_DATA')) await liftLock(deps, lock.id)
      return
    }
    if (deps.feed.watched().length === 0 || now.getTime() - startedAt < STALE_MS) return
    await setLock(deps, {
      userId: null,
      kind: 'STALE_DATA',
      evidence: utcDate(now),
      until: null,
      reason: 'No source of prices has answered for 15 seconds, polling included.',
    })
  }
}
