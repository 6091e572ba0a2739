/** 60 s of slots: no stream and no node is so far ahead of the others. */
const MOST_AHEAD = 150n

/** Whether a slot lies beyond all that may have happened, by what else is known; never where nothing is. */
export const isFutureSlot = (slot: bigint, ...known: readonly (bigint | null)[]): boolean => {
  const slots = known.filter((one) => one !== null)
  return slots.length > 0 && slots.every((one) => slot > one + MOST_AHEAD)
}
