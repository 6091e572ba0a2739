import type { PriceFeed } from '../prices/price-feed'

/** Holds one watch on each mint of a changing list. */
export const createWatchList = (feed: Pick<PriceFeed, 'watch' | 'unwatch'>) => {
  let held = new Set<string>()
  return {
    set: async (mints: readonly string[]): Promise<void> => {
      const before = held
      held = new Set(mints)
      await feed.watch([...held].filter((mint) => !before.has(mint)))
      await feed.unwatch([...before].filter((mint) => !held.has(mint)))
    },
  }
}
