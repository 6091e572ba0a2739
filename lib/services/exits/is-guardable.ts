import type { PriceFeed } from '../prices/price-feed'
import { canJudge } from './judge-position'

/**
 * Whether the exit monitor could judge a position of this token: its pool is known and readable. Asked
 * before an entry is signed, because a position that cannot be guarded must not be opened.
 */
export const createGuardCheck =
  (feed: Pick<PriceFeed, 'watch' | 'unwatch' | 'latest'>) =>
  async (mint: string): Promise<boolean> => {
    await feed.watch([mint])
    try {
      const tick = feed.latest(mint)
      return tick !== undefined && canJudge(tick)
    } finally {
      await feed.unwatch([mint])
    }
  }
