export type AttemptFailure =
  /** Nobody answered before anything was sent. */
  | { kind: 'unavailable'; detail: string }
  /** A definitive no before anything was sent: no route, not enough funds, a transaction that failed our checks. */
  | { kind: 'refused'; detail: string }
  /** The price moved past the tolerance, in simulation or on chain. */
  | { kind: 'slippage'; detail: string }
  /** In a block with another error. */
  | { kind: 'failed_on_chain'; detail: string }
  /** Provably dead without having landed. */
  | { kind: 'expired'; detail: string }

export type NextStep =
  { kind: 'retry'; delayMs: number } | { kind: 'give_up'; status: 'REJECTED' | 'EXPIRED'; detail: string }

const ENTRY_TRIES = 4
const FIRST_DELAY_MS = 250
const LONGEST_DELAY_MS = 5_000

/** Exponential back-off; `jitter` in [0, 1) spreads it over the upper half of the interval. */
export const backoffMs = (failures: number, jitter: number): number => {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1))
  return Math.round(full / 2 + (full / 2) * jitter)
}

/**
 * What follows a failed attempt, the `failures`-th of its order. An entry gives up early: not buying
 * costs nothing. An exit never gives up: the position is still held.
 */
export const afterFailure = (
  side: 'BUY' | 'SELL',
  failure: AttemptFailure,
  failures: number,
  jitter: number,
): NextStep => {
  if (side === 'SELL') return { kind: 'retry', delayMs: backoffMs(failures, jitter) }
  if (failure.kind === 'expired') return { kind: 'give_up', status: 'EXPIRED', detail: failure.detail }
  const final = failure.kind === 'refused' || failure.kind === 'failed_on_chain' || failures >= ENTRY_TRIES
  return final
    ? { kind: 'give_up', status: 'REJECTED', detail: failure.detail }
    : { kind: 'retry', delayMs: backoffMs(failures, jitter) }
}

/**
 * Whether the `failures`-th failure gets a line in the order's timeline. An exit may fail for days, every few
 * seconds, and its whole timeline is read and sent at each change: after the first ten only 16, 32, 64, … are told.
 */
export const isTold = (failures: number): boolean => failures <= 10 || Number.isInteger(Math.log2(failures))

/** An entry that could not be sent within this time is not sent later: its price belongs to another market. */
export const ENTRY_TTL_MS = 60_000

const ENTRY_SLIPPAGE_BPS = 100
const EXIT_SLIPPAGE_BPS = 100
const STOP_SLIPPAGE_BPS = 300
const WIDEST_SLIPPAGE_BPS = 2_000

/**
 * The tolerance of the next attempt. The trader's own number holds for entries whatever happens;
 * exits start at it and double with each slippage failure, because getting out matters more.
 */
export const slippageFor = (order: {
  side: 'BUY' | 'SELL'
  reason: string
  slippageBps: number | null
  slippageFailures: number
}): number => {
  if (order.side === 'BUY') return order.slippageBps ?? ENTRY_SLIPPAGE_BPS
  const first = order.slippageBps ?? (order.reason === 'STOP_LOSS' ? STOP_SLIPPAGE_BPS : EXIT_SLIPPAGE_BPS)
  return Math.min(Math.max(first, WIDEST_SLIPPAGE_BPS), first * 2 ** order.slippageFailures)
}
