/** The last durations of one kind of call at one node, in milliseconds, oldest first. */
export type Durations = readonly number[]

const KEPT = 32
const LEAST_TO_JUDGE = 8
const UNKNOWN_MS = 300
/** Below it the network's own jitter would send everything twice. */
const SHORTEST_MS = 120
const LONGEST_MS = 1_000

export const withDuration = (durations: Durations, ms: number): Durations => [
  ...durations.slice(1 - KEPT),
  ms,
]

/** How long a node is waited for before the next one is asked as well: what it needs for 19 of 20 calls. */
export const patienceMs = (durations: Durations): number => {
  if (durations.length < LEAST_TO_JUDGE) return UNKNOWN_MS
  const sorted = [...durations].sort((a, b) => a - b)
  const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1]!
  return Math.min(Math.max(p95, SHORTEST_MS), LONGEST_MS)
}
