import type { Tick } from '@/lib/domain/pools/tick-curve'
import type { AccountUpdate } from '@/lib/ports/account-stream'
import type { PoolLayout } from '@/lib/ports/pool-codec'

export type KnownTicks = {
  /** Rising. */
  ticks: Tick[]
  /** Where the first array begins, going down or up, whose account is not known; null: all are. */
  gapBelow: number | null
  gapAbove: number | null
}

/**
 * The ticks of the arrays around the price, as far as they are known without a gap: what lies behind an array that is
 * not known cannot be told. A price that has just moved is ahead of the accounts that are watched. `expected` are
 * where the arrays begin, rising; null: an account is no tick array.
 */
export const knownTicks = (
  { ticks: watched = [], others }: PoolLayout,
  accounts: ReadonlyMap<string, AccountUpdate>,
  { expected, span, current }: { expected: readonly number[]; span: number; current: number },
  read: (account: AccountUpdate | undefined) => readonly Tick[] | null,
): KnownTicks | null => {
  const addressOf = new Map(watched.map((start, index) => [start, others[index]!]))
  const [below, above] = [
    expected.filter((start) => start <= current).reverse(),
    expected.filter((start) => start > current),
  ]
  const here = below[0] !== undefined && below[0] + span > current ? below[0] : null
  if (here !== null && !addressOf.has(here)) return { ticks: [], gapBelow: current, gapAbove: current }
  const gapBelow = below.findIndex((start) => !addressOf.has(start))
  const gapAbove = above.findIndex((start) => !addressOf.has(start))
  const kept = [
    ...(gapBelow < 0 ? below : below.slice(0, gapBelow)).toReversed(),
    ...(gapAbove < 0 ? above : above.slice(0, gapAbove)),
  ]
  const ticks: Tick[] = []
  for (const start of kept) {
    const found = read(accounts.get(addressOf.get(start)!))
    if (!found) return null
    ticks.push(...found)
  }
  return {
    ticks,
    gapBelow: gapBelow < 0 ? null : below[gapBelow]! + span,
    gapAbove: gapAbove < 0 ? null : above[gapAbove]!,
  }
}
