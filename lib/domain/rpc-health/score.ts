/** What decides between nodes. Milliseconds, a share from 0 to 1, slots. */
export type Measured = { latencyMs: number | null; successRate: number; slotLag: number }

/** A node this far behind what another has confirmed is not asked: 10 slots are 4 s. */
export const MOST_SLOTS_BEHIND = 10
/** Where an excluded node may come back, so that it does not go in and out. */
export const FEW_SLOTS_BEHIND = 5
/** Nodes hear of a block at different moments: so much is no lag. */
const USUAL_LAG = 2
const SLOT_MS = 400
const LATENCY_WEIGHT = 0.3
const FAILURE_WEIGHT = 1_000
/** Of a node that was not measured yet: it must not look better than one that was. */
const UNKNOWN_LATENCY_MS = 200

/**
 * Lower is better. `latency * 0.3 + (1 - success) * 1000` is the formula the system was described with; a slot behind
 * counts as the 400 ms that its answers are old.
 */
export const rpcScore = ({ latencyMs, successRate, slotLag }: Measured): number => {
  const age = Math.max(0, slotLag - USUAL_LAG) * SLOT_MS
  return ((latencyMs ?? UNKNOWN_LATENCY_MS) + age) * LATENCY_WEIGHT + (1 - successRate) * FAILURE_WEIGHT
}
