import { isFutureSlot } from '@/lib/domain/rpc-health/future-slot'

/** The chain's newest confirmed slot may be ahead of what the stream told by so much, 5 s, before it counts as stale. */
const MOST_SLOTS_BEHIND = 12n
/** A slot told longer ago says nothing of how far the chain may be by now. */
const SLOT_LIFE_MS = 30_000

export type StreamClockDeps = {
  now: () => Date
  /** The newest slot any node is known to have confirmed; null while none has told. */
  chainTip: () => bigint | null
}

/**
 * Whether the stream tells of the present: it delivered a slot lately, and that slot is not far behind the chain. A
 * stream that goes on and lags would otherwise look fresh for ever.
 */
export const createStreamClock = ({ now, chainTip }: StreamClockDeps) => {
  let last: { slot: bigint; at: Date } | null = null
  let startedAt = 0
  let behind = false
  let suspected = false

  return {
    start: (): void => {
      startedAt = now().getTime()
    },
    onSlot: (slot: bigint): void => {
      last = { slot, at: now() }
    },
    last: () => last,
    /** Once a second. Behind twice in a row: after a pause of this process a node may be heard before the stream. */
    compare: (): void => {
      const tip = chainTip()
      const found = last !== null && tip !== null && tip - last.slot > MOST_SLOTS_BEHIND
      behind = found && suspected
      suspected = found
    },
    isBehind: (): boolean => behind,
    /** One message of such a slot would stand in the way of all true ones until the chain is there. */
    isFuture: (slot: bigint): boolean => {
      const told = last !== null && now().getTime() - last.at.getTime() < SLOT_LIFE_MS ? last.slot : null
      return isFutureSlot(slot, told, chainTip())
    },
    isCurrent: (withinMs: number): boolean =>
      !behind && now().getTime() - (last?.at.getTime() ?? startedAt) < withinMs,
  }
}
