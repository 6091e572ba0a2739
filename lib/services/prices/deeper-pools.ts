import type { Logger } from '@/lib/observability/logger'
import { isDeeper, type ValuedPool } from '@/lib/domain/pools/pool-depth'
import type { FoundPool } from './find-pools'
import type { PriceTick } from './price-tick'

export type DeeperPoolsDeps = {
  /** The mints that have a pool, and the prices it tells. */
  pooled: ReadonlyMap<string, unknown>
  ticks: ReadonlyMap<string, PriceTick>
  find: (mints: readonly string[]) => Promise<FoundPool[]>
  /** Takes the pool in place of the one it has. */
  move: (found: FoundPool) => Promise<void>
  everyMs: number
  now: () => Date
  logger: Logger
}

type Review = { nextAt: number; seen: string | null }

/**
 * Looks again, some minutes apart, whether another pool of a token can pay more by now, and moves to it when two looks
 * in a row say so: two pools of about one depth must not take turns.
 */
export const createDeeperPools = (deps: DeeperPoolsDeps): (() => Promise<void>) => {
  const reviews = new Map<string, Review>()

  return async () => {
    const at = deps.now().getTime()
    const pools = new Map<string, ValuedPool>()
    for (const mint of deps.pooled.keys()) {
      const tick = deps.ticks.get(mint)
      if (tick?.pool) pools.set(mint, { pool: tick.pool, quoteUsd: tick.quoteUsd })
    }
    for (const mint of reviews.keys()) if (!pools.has(mint)) reviews.delete(mint)
    for (const mint of pools.keys())
      if (!reviews.has(mint)) reviews.set(mint, { nextAt: at + deps.everyMs, seen: null })
    const due = [...reviews].flatMap(([mint, { nextAt }]) => (nextAt <= at ? [mint] : []))
    if (due.length === 0) return
    for (const mint of due) reviews.get(mint)!.nextAt = at + deps.everyMs
    const found = await deps.find(due)
    for (const mint of due) {
      const review = reviews.get(mint)!
      const best = found.find((each) => each.mint === mint)
      const held = pools.get(mint)!
      const isOther = best && best.layout.address !== held.pool.address
      const other = isOther && isDeeper(best, held) ? best : null
      if (other && review.seen === other.layout.address) {
        deps.logger.info(
          { mint, from: held.pool.address, to: review.seen },
          'A deeper pool prices the token now',
        )
        await deps.move(other)
      }
      review.seen = other?.layout.address ?? null
    }
  }
}
