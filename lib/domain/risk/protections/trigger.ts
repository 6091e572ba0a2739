/** A protection that fired. Pure rules make it from stored facts, so every process and every restart makes the same. */
export type Trigger = {
  /** Identifies what set it off; the same evidence never locks twice. */
  evidence: string
  /** One sentence with the numbers. */
  reason: string
  /** Null: until the cause is gone. */
  until: Date | null
}

export type RiskEvent = { id: string; at: Date }

const MINUTE_MS = 60_000

/**
 * Fires when the newest `count` events lie within `windowMs` of `now`. The lock runs from the newest event, not
 * from the moment somebody looked.
 */
const streakOf = (
  events: readonly RiskEvent[],
  now: Date,
  rule: { count: number; windowMs: number; lockMs: number },
): { evidence: string; until: Date; seen: number } | null => {
  const recent = events
    .filter(({ at }) => at <= now && now.getTime() - at.getTime() < rule.windowMs)
    .toSorted((left, right) => right.at.getTime() - left.at.getTime() || (left.id < right.id ? -1 : 1))
  if (recent.length < rule.count) return null
  const newest = recent[0]!
  const until = new Date(newest.at.getTime() + rule.lockMs)
  return until > now ? { evidence: newest.id, until, seen: recent.length } : null
}

const streakRule =
  (rule: { count: number; windowMs: number; lockMs: number }, words: (seen: number) => string) =>
  (events: readonly RiskEvent[], now: Date): Trigger | null => {
    const streak = streakOf(events, now, rule)
    return streak && { evidence: streak.evidence, until: streak.until, reason: words(streak.seen) }
  }

/** Positions stopped out at a loss. */
export const stoplossGuard = streakRule(
  { count: 4, windowMs: 60 * MINUTE_MS, lockMs: 60 * MINUTE_MS },
  (seen) => `${seen} positions were stopped out at a loss within 60 minutes.`,
)

/** Transactions that landed and failed. */
export const failedTransactions = streakRule(
  { count: 5, windowMs: 10 * MINUTE_MS, lockMs: 10 * MINUTE_MS },
  (seen) => `${seen} transactions failed on chain within 10 minutes.`,
)

/** Fills at least 300 bps worse than quoted. */
export const slippageGuard = streakRule(
  { count: 3, windowMs: 60 * MINUTE_MS, lockMs: 30 * MINUTE_MS },
  (seen) => `${seen} fills within 60 minutes came in 3 % or more below their quote.`,
)

/** The newest exit of one token. */
export const cooldown = streakRule(
  { count: 1, windowMs: 30 * MINUTE_MS, lockMs: 30 * MINUTE_MS },
  () => 'You left this token less than 30 minutes ago.',
)
