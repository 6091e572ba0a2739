import type { PoolSnapshot } from '@/lib/domain/pools/pool-snapshot'
import { HighWater } from './high-water'
import type { Guard, JudgeableTick } from './judge-position'

/** One token of the guard book. */
export type GuardedMarket = {
  guards: Map<string, Guard>
  /** Those of them whose trailing stop is active. */
  trailing: Map<string, Guard>
  unindexed: Set<string>
  latest: JudgeableTick | null
  /** Trailing positions far from their stops are not looked at on each new high. */
  highs: HighWater
  /** What its positions were indexed with: each reserve as deep as it was for any of them. */
  indexed: PoolSnapshot | null
  /** What those of `unindexed` that are indexed at all were indexed with: each reserve as deep as for any of them. */
  outdated: PoolSnapshot | null
}

export const newGuardedMarket = (): GuardedMarket => ({
  ...{ guards: new Map(), trailing: new Map(), unindexed: new Set() },
  ...{ latest: null, highs: new HighWater(), indexed: null, outdated: null },
})

export const noteTrailing = (market: GuardedMarket, guard: Guard): void => {
  if (guard.state.peak) market.trailing.set(guard.id, guard)
  else market.trailing.delete(guard.id)
}
