import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { HighWater } from './high-water'
import type { Guard } from './judge-position'
import type { Depth } from './pool-cost'
import type { PriceBoard } from './price-board'
import { TrailingPeaks } from './trailing-peaks'

/** One token of the guard book. */
export type GuardedMarket = {
  /** Its place on the price board. */
  number: number
  guards: Map<string, Guard>
  trailing: TrailingPeaks
  unindexed: Set<string>
  /** Trailing positions far from their stops are not looked at on each new high. To be asked by `highsOf`. */
  highs: HighWater
  /** What its positions were indexed with: each reserve as deep as it was for any of them. */
  indexed: Depth | null
  /** What those of `unindexed` that are indexed at all were indexed with: each reserve as deep as for any of them. */
  outdated: PoolSnapshot | null
}

export const newGuardedMarket = (number: number): GuardedMarket => ({
  number,
  ...{ guards: new Map(), trailing: new TrailingPeaks(), unindexed: new Set() },
  ...{ highs: new HighWater(), indexed: null, outdated: null },
})

/** With the highest price the board has kept since it was last asked. */
export const highsOf = ({ highs, number }: GuardedMarket, board: PriceBoard): HighWater => {
  const risen = board.takeRisen(number)
  if (risen) highs.note(risen)
  return highs
}
