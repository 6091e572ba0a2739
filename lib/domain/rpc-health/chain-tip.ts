/** The newest slot a node told at `confirmed`, and when, in unix milliseconds. */
export type SlotSample = { slot: bigint; at: number }

/** What a node told longer ago says nothing about the others any more. */
const SAMPLE_LIFE_MS = 30_000
/** A single node further ahead than this (400 s) is not believed. */
const MOST_AHEAD = 1_000n

/**
 * The newest slot that any node is known to have confirmed; null while none has told. Of three nodes or more a
 * single one that claims a slot far beyond all others is left out, or it would exclude them all.
 */
export const chainTip = (samples: readonly SlotSample[], now: number): bigint | null => {
  const slots = samples.filter(({ at }) => now - at <= SAMPLE_LIFE_MS).map(({ slot }) => slot)
  slots.sort((a, b) => (a < b ? 1 : a > b ? -1 : 0))
  const [first, second] = slots
  if (first === undefined) return null
  return slots.length >= 3 && first - second! > MOST_AHEAD ? second! : first
}
