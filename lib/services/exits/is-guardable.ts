import type { PriceFeed } from '../prices/price-feed'
import { canJudge, isFresh } from './judgeable-tick'

/** Longer than an entry can take from its check to its position: a minute to be sent, and the life of its blockhash. */
const HOLD_MS = 180_000

type Hold = { watched: Promise<void>; timer?: NodeJS.Timeout }

export type GuardCheckDeps = {
  feed: Pick<PriceFeed, 'watch' | 'settle' | 'unwatch' | 'latest' | 'confirmedAt'>
  now: () => Date
}

/**
 * Whether the exit monitor could judge a position of this token now: its pool is known, readable and
 * current. Asked before an entry is signed, because a position that cannot be guarded must not be
 * opened. The token stays watched until the monitor has surely taken it over: a pool found now might
 * not be found again.
 */
export const createGuardCheck = ({ feed, now }: GuardCheckDeps) => {
  const holds = new Map<string, Hold>()
  const take = (mint: string): Hold => {
    const known = holds.get(mint)
    if (known) return known
    const taken: Hold = { watched: feed.watch([mint]) }
    holds.set(mint, taken)
    taken.watched.catch(() => holds.delete(mint))
    return taken
  }
  const letGo = (mint: string) => {
    holds.delete(mint)
    // Nothing waits for it: the worst is a token watched a little longer.
    feed.unwatch([mint]).catch(() => {})
  }
  const isGuarded = (mint: string): boolean => {
    const tick = feed.latest(mint)
    return tick !== undefined && canJudge(tick) && isFresh(feed.confirmedAt(mint), now())
  }
  return async (mint: string): Promise<boolean> => {
    const held = take(mint)
    await held.watched
    clearTimeout(held.timer)
    held.timer = setTimeout(() => letGo(mint), HOLD_MS).unref()
    if (isGuarded(mint)) return true
    // The look-up may have failed, or may be somebody else's and still run.
    await feed.settle([mint])
    return isGuarded(mint)
  }
}
