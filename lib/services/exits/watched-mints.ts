import { errorMessage } from '@/lib/errors'
import type { PriceFeed } from '../prices/price-tick'
import { inSlices } from './in-slices'

/** Keeps the feed watching the mints that are held, and tries again what failed. */
export class WatchedMints {
  private readonly watching = new Set<string>()

  constructor(
    private readonly feed: Pick<PriceFeed, 'watch' | 'unwatch'>,
    private readonly logger: { error(fields: object, message: string): void },
  ) {}

  /** Nothing waits for it: finding a new token's pool must not hold up the judging of the others. */
  set(mints: readonly string[], onWatched: (mint: string) => void): void {
    const wanted = new Set(mints)
    const added = mints.filter((mint) => !this.watching.has(mint))
    const removed = [...this.watching].filter((mint) => !wanted.has(mint))
    if (added.length > 0) this.add(added, onWatched)
    if (removed.length > 0) this.remove(removed)
  }

  private add(mints: readonly string[], onWatched: (mint: string) => void): void {
    for (const mint of mints) this.watching.add(mint)
    this.feed.watch(mints).then(
      () => inSlices(mints, onWatched),
      (error: unknown) => {
        for (const mint of mints) this.watching.delete(mint)
        this.logger.error({ mints, error: errorMessage(error) }, 'not watched; tried again')
      },
    )
  }

  private remove(mints: readonly string[]): void {
    for (const mint of mints) this.watching.delete(mint)
    this.feed.unwatch(mints).catch((error: unknown) => {
      this.logger.error({ mints, error: errorMessage(error) }, 'still watched')
    })
  }
}
