/** What one node says a wallet holds of a token, and the slot at which it says so. */
export type Witness = { slot: bigint; heldRaw: bigint }

/** A node further behind the others than this is no witness: about a minute. */
const LAG_LIMIT_SLOTS = 150n
const WITNESSES = 2

/**
 * The amount that at least two nodes agree on (one, where only one is `asked`), each no older than
 * `notBefore`, the slot of our own last fill. null: nothing is proven, so nothing may be concluded.
 */
export const agreedHolding = (
  witnesses: readonly Witness[],
  asked: number,
  notBefore: bigint,
): bigint | null => {
  const newest = witnesses.reduce((slot, witness) => (witness.slot > slot ? witness.slot : slot), 0n)
  const votes = new Map<bigint, number>()
  for (const { slot, heldRaw } of witnesses)
    if (slot >= notBefore && newest - slot <= LAG_LIMIT_SLOTS)
      votes.set(heldRaw, (votes.get(heldRaw) ?? 0) + 1)
  const agreed = [...votes].filter(([, count]) => count >= Math.min(WITNESSES, asked))
  return agreed.length === 1 ? agreed[0]![0] : null
}

export type Shrink = { positionId: string; takeRaw: bigint }

/**
 * Takes missing base units from positions, the newest first: the older ones keep their plan and their cost
 * untouched for as long as possible. `positions` oldest first; they must hold at least what is missing.
 */
export const shrinkNewestFirst = (
  positions: readonly { id: string; amountRaw: bigint }[],
  missingRaw: bigint,
): Shrink[] => {
  const shrinks: Shrink[] = []
  let left = missingRaw
  for (const { id, amountRaw } of [...positions].reverse()) {
    const takeRaw = amountRaw < left ? amountRaw : left
    if (takeRaw > 0n) shrinks.push({ positionId: id, takeRaw })
    left -= takeRaw
  }
  if (left > 0n) throw new RangeError(`${left} base units are missing beyond what the positions hold`)
  return shrinks
}
