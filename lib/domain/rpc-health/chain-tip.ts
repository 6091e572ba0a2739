/** The newest slot a node told at `confirmed`, and when it first told it, in unix milliseconds. */
export type SlotSample = { slot: bigint; at: number }

/** What a node told longer ago says nothing about the others any more, and one that stands still tells nothing new. */
const SAMPLE_LIFE_MS = 30_000
/** A node further ahead of all others than this (60 s) is doubted. */
const MOST_AHEAD = 150n

/** With what a node tells now; that it tells the same slot again makes that slot no younger. */
export const withSlot = (before: SlotSample | undefined, slot: bigint, now: number): SlotSample =>
  before?.slot === slot ? before : { slot, at: now }

/**
 * The newest slot that is known to be confirmed; null while nobody has told. Of three nodes or more the second newest
 * counts: no single node, whatever it claims, makes the others look behind.
 */
export const chainTip = (samples: readonly SlotSample[], now: number): bigint | null => {
  const [first, second, third] = newestFirst(samples, now)
  return (third === undefined ? first : second) ?? null
}

/** What may be asked of every node: of two far apart, of which either may be wrong, the lower. */
export const sureTip = (samples: readonly SlotSample[], now: number): bigint | null => {
  const [first, second] = newestFirst(samples, now)
  if (first === undefined || second === undefined) return first ?? null
  return first - second > MOST_AHEAD ? second : chainTip(samples, now)
}

/**
 * How far a node that tells `slot` is behind the others, in slots: 0 where it is not. Below 0 where it claims to be
 * far ahead of at least two others.
 */
export const lagAt = (slot: bigint, samples: readonly SlotSample[], now: number): number => {
  const tip = chainTip(samples, now)
  if (tip === null) return 0
  const doubted = slot - tip > MOST_AHEAD && newestFirst(samples, now).length >= 3
  return slot < tip || doubted ? Number(tip - slot) : 0
}

const newestFirst = (samples: readonly SlotSample[], now: number): bigint[] =>
  samples
    .filter(({ at }) => now - at <= SAMPLE_LIFE_MS)
    .map(({ slot }) => slot)
    .sort((a, b) => (a < b ? 1 : a > b ? -1 : 0))
