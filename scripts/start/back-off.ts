const FIRST_MS = 1000
const LONGEST_MS = 30_000
const HEALTHY_MS = 60_000

/** Wait before the next restart: 1, 2, 4 … 30 s; whoever ran for a minute begins anew. */
export function nextBackOff(previousMs: number, ranForMs: number): number {
  if (previousMs === 0 || ranForMs >= HEALTHY_MS) return FIRST_MS
  return Math.min(previousMs * 2, LONGEST_MS)
}
