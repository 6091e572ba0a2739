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
  /** Dead by the nodes' word alone: what the wallet holds does not bear it out. */
  | { kind: 'unclear'; detail: string }
  /** The token graduates: its pool has closed, the next one is not there yet. Nothing is wrong with token or venue. */
  | { kind: 'pool_moved'; detail: string }

/** What an order remembers of its failures; stored with it, so a restart does not begin to count anew. */
export type FailureCount = {
  failures: number
  slippageFailures: number
  /** How often in a row the very same definitive no was the answer, which it was, and since when. */
  sameRefusals: number
  lastRefusal: string | null
  refusedSince: Date | null
  /** When it was first told that its pool has closed and the next is not there yet. */
  movedSince: Date | null
}

export type NextStep =
  | { kind: 'retry'; delayMs: number }
  | { kind: 'give_up'; status: 'REJECTED' | 'EXPIRED'; detail: string }
  /** The same definitive no for long enough: more tries burn fees and change nothing. */
  | { kind: 'trapped'; detail: string }

const ENTRY_TRIES = 4
const FIRST_DELAY_MS = 250
const LONGEST_DELAY_MS = 5_000
/** Between looks for the next pool of a token that graduates. */
const NEXT_POOL_MS = 1_500
/** A move that takes longer than this is no move: the answer counts like any other definitive no. */
const LONGEST_MOVE_MS = 600_000
const ALARM_AFTER_MOVE_MS = 60_000
const TRAPPED_REFUSALS = 8
const TRAPPED_AFTER_MS = 15_000

/** Exponential back-off; `jitter` in [0, 1) spreads it over the upper half of the interval. */
export const backoffMs = (failures: number, jitter: number): number => {
  const full = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1))
  return Math.round(full / 2 + (full / 2) * jitter)
}

/** A move that is not waited for any longer is one too. */
const isDefinitive = (failure: AttemptFailure): boolean =>
  failure.kind === 'refused' || failure.kind === 'failed_on_chain' || failure.kind === 'pool_moved'

const isWaitedFor = (failure: AttemptFailure, movedSince: Date | null, now: Date): boolean =>
  failure.kind === 'pool_moved' && now.getTime() - (movedSince ?? now).getTime() < LONGEST_MOVE_MS

/** The count after one more failure. */
export const counted = (before: FailureCount, failure: AttemptFailure, now: Date): FailureCount => {
  const movedSince = before.movedSince ?? (failure.kind === 'pool_moved' ? now : null)
  // Waited for, not failed.
  if (isWaitedFor(failure, movedSince, now))
    return {
      failures: before.failures,
      slippageFailures: before.slippageFailures,
      sameRefusals: 0,
      lastRefusal: failure.detail,
      refusedSince: null,
      movedSince,
    }
  const again = isDefinitive(failure) && before.lastRefusal === failure.detail
  return {
    failures: before.failures + 1,
    slippageFailures: before.slippageFailures + (failure.kind === 'slippage' ? 1 : 0),
    sameRefusals: again ? before.sameRefusals + 1 : isDefinitive(failure) ? 1 : 0,
    lastRefusal: isDefinitive(failure) ? failure.detail : null,
    refusedSince: isDefinitive(failure) ? ((again ? before.refusedSince : null) ?? now) : null,
    movedSince,
  }
}

/**
 * What follows a failed attempt; `count` includes it. An entry gives up early: not buying costs nothing.
 * An exit goes on, because the position is still held, until the same definitive no has come so often that
 * the token must be taken to be unsellable; then it is watched instead of tried.
 */
export const afterFailure = (
  side: 'BUY' | 'SELL',
  failure: AttemptFailure,
  count: FailureCount,
  now: Date,
  jitter: number,
): NextStep => {
  if (isWaitedFor(failure, count.movedSince, now))
    return { kind: 'retry', delayMs: Math.round(NEXT_POOL_MS * (0.5 + jitter / 2)) }
  const retry: NextStep = { kind: 'retry', delayMs: backoffMs(count.failures, jitter) }
  if (side === 'SELL') {
    const refusedFor = count.refusedSince ? now.getTime() - count.refusedSince.getTime() : 0
    return count.sameRefusals >= TRAPPED_REFUSALS && refusedFor >= TRAPPED_AFTER_MS
      ? { kind: 'trapped', detail: failure.detail }
      : retry
  }
  if (failure.kind === 'expired' || failure.kind === 'unclear')
    return { kind: 'give_up', status: 'EXPIRED', detail: failure.detail }
  return isDefinitive(failure) || count.failures >= ENTRY_TRIES
    ? { kind: 'give_up', status: 'REJECTED', detail: failure.detail }
    : retry
}

/**
 * Whether the `failures`-th failure gets a line in the order's timeline. An exit may fail for days, every few
 * seconds, and its whole timeline is read and sent at each change: after the first ten only 16, 32, 64, … are told.
 */
export const isTold = (failures: number): boolean => failures <= 10 || Number.isInteger(Math.log2(failures))

/** One or two failures are everyday, a third is not. */
const ALARM_AT_FAILURE = 3

/** Whether the trader of an exit is to be alarmed of this failure; of a long move at each, the alert is told once. */
export const isAlarming = (
  before: FailureCount,
  failure: AttemptFailure,
  count: FailureCount,
  now: Date,
): boolean =>
  (count.failures > before.failures && count.failures === ALARM_AT_FAILURE) ||
  (isWaitedFor(failure, count.movedSince, now) &&
    now.getTime() - (count.movedSince ?? now).getTime() >= ALARM_AFTER_MOVE_MS)

/** An entry that could not be sent within this time is not sent later: its price belongs to another market. */
export const ENTRY_TTL_MS = 60_000

const ENTRY_SLIPPAGE_BPS = 100
const EXIT_SLIPPAGE_BPS = 100
const PROTECTIVE_SLIPPAGE_BPS = 300
const WIDEST_PROFIT_BPS = 500
const WIDEST_SLIPPAGE_BPS = 2_000

/** Exits that must get out rather than get the best price. */
const protective = ['STOP_LOSS', 'TRAILING_STOP', 'BREAK_EVEN', 'KILL_SWITCH']
/** Exits that would rather wait than give the profit away. */
const profitTaking = ['TAKE_PROFIT', 'LADDER']

/**
 * The tolerance of the next attempt. The trader's own number holds for entries whatever happens; exits
 * start at it and double with each slippage failure, because getting out matters more.
 */
export const slippageFor = (order: {
  side: 'BUY' | 'SELL'
  reason: string
  slippageBps: number | null
  slippageFailures: number
}): number => {
  if (order.side === 'BUY') return order.slippageBps ?? ENTRY_SLIPPAGE_BPS
  const first =
    order.slippageBps ?? (protective.includes(order.reason) ? PROTECTIVE_SLIPPAGE_BPS : EXIT_SLIPPAGE_BPS)
  const widest = profitTaking.includes(order.reason) ? WIDEST_PROFIT_BPS : WIDEST_SLIPPAGE_BPS
  return Math.min(Math.max(first, widest), first * 2 ** order.slippageFailures)
}

/**
 * How much of the order the next attempt sells, as a divisor: where the widest tolerance or the venue keep
 * refusing the whole, a half, a quarter and at last an eighth may still go. The rest follows by itself.
 */
export const sizeDivisor = (order: { slippageFailures: number; sameRefusals: number }): bigint => {
  const bySlippage = Math.max(0, Math.floor((order.slippageFailures - 3) / 2))
  const byRefusal = Math.max(0, Math.floor((order.sameRefusals - 1) / 2))
  return 2n ** BigInt(Math.min(3, Math.max(bySlippage, byRefusal)))
}
