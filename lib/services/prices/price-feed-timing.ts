export type PriceFeedTiming = {
  /** Longest time `watch` waits for first prices. */
  firstPriceMs: number
  /** Wait for the second half of a swap. */
  settleMs: number
  /** Between two rounds of fallback prices. */
  fallbackMs: number
  /** Silence after which the accounts are polled. */
  silenceMs: number
  pollMs: number
  /** Between two readings of all accounts, and how soon after one the stream must have told the same. */
  compareMs: number
  toldWithinMs: number
  /** Until a pool is looked for again, after a failed look-up and after one that found none. */
  retryMs: number
  recheckMs: number
  /** Between two looks at which tokens are due for another look at their pools. */
  reviewMs: number
  /** The same for a token whose pool has gone, and how long it counts as one. */
  orphanRetryMs: number
  orphanMs: number
}

export const DEFAULT_TIMING: PriceFeedTiming = {
  firstPriceMs: 2_000,
  settleMs: 100,
  fallbackMs: 2_000,
  silenceMs: 3_000,
  pollMs: 1_000,
  compareMs: 30_000,
  toldWithinMs: 2_000,
  retryMs: 10_000,
  recheckMs: 600_000,
  reviewMs: 30_000,
  orphanRetryMs: 2_000,
  orphanMs: 600_000,
}
