import { type AttemptRow, lastAttempt } from '@/lib/db/attempt-repository'
import { findJob, startOrder } from '@/lib/db/job-repository'
import { addOrderEvent, moveOrder, storeFailure } from '@/lib/db/order-repository'
import { isSliced, waitsForPrice } from '@/lib/domain/orders/order-type'
import { isTerminal } from '@/lib/domain/orders/order-status'
import {
  afterFailure,
  type AttemptFailure,
  counted,
  ENTRY_TTL_MS,
  type FailureCount,
  isAlarming,
  isTold,
  type NextStep,
  slippageFor,
} from '@/lib/domain/execution/retry-policy'
import { errorMessage } from '@/lib/errors'
import type { WalletChanges } from '@/lib/ports/chain'
import { markTrapped } from '../exits/mark-trapped'
import { refuseAccepted } from '../orders/refuse-accepted'
import { bookExpiredAttempt, bookFailedAttempt, endedUnclear, endEntry, UNCLEAR } from './book-failure'
import { bookFill } from './book-fill'
import type { Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'
import { keepFeeBudget } from './keep-fee-budget'
import { obeyHalt } from './obey-halt'
import { prepareAttempt } from './prepare-attempt'
import { prepareSell } from './prepare-sell'
import { publishOrderSoon } from './publish-order'
import { raiseExitAlert } from './raise-exit-alert'
import { POOL_MOVED } from './rehearse-swap'
import { bookInTurn, prepareEntry, prepareInTurn, sellsAreOut } from './trades-first'
import { trackAttempt } from './track-attempt'
import { waitAgain } from './wait-again'

/**
 * Works on an order until it is finished. Any number of runs may overlap, in one process or several:
 * every step that has an effect is a compare-and-set or a unique row, so the loser merely follows.
 * Called again after a crash it goes on where the database says it was.
 */
export const executeOrder = async (
  deps: ExecutionDeps,
  orderId: string,
  signal: AbortSignal,
): Promise<void> => {
  for (;;) {
    signal.throwIfAborted()
    const job = await findJob(deps.db, orderId)
    if (!job || isTerminal(job.order.status) || waitsForSomeone(job)) return
    const outcome = await advance(deps, job, signal)
    publishOrderSoon(deps, orderId)
    if (outcome === 'booked') return
    if (outcome) await handleFailure(deps, job, outcome, signal)
  }
}

/** For its price, for its slices, or for the trader's own wallet. */
const waitsForSomeone = ({ order }: Job): boolean =>
  waitsForPrice(order) || isSliced(order) || order.status === 'AWAITING_SIGNATURE'

/** What a step led to; null: look again. */
type Outcome = AttemptFailure | 'booked' | null

/** One step: follow the live attempt if there is one, else make one. */
const advance = async (deps: ExecutionDeps, job: Job, signal: AbortSignal): Promise<Outcome> => {
  if (job.live) return follow(deps, job, job.live, signal)
  if (job.order.status === 'RECEIVED')
    return goAhead(deps, await inOrder(deps, job, () => startAndMakeReady(deps, job, signal)), signal)
  if (job.order.status === 'UNKNOWN') {
    // Its attempt is proven dead or failed; only now may another be signed.
    await moveOrder(deps.db, job.order.id, ['UNKNOWN'], 'WORKING', deps.now())
    return null
  }
  return begin(deps, job, signal)
}

const startAndMakeReady = async (deps: ExecutionDeps, job: Job, signal: AbortSignal): Promise<Ready> => {
  const { id } = job.order
  const at = deps.now()
  const isStarted =
    (await startOrder(deps.db, { id, at })) || (await moveOrder(deps.db, id, ['RECEIVED'], 'WORKING', at))
  // Else someone else moved it first.
  if (!isStarted) return null
  publishOrderSoon(deps, id)
  return makeReady(deps, { ...job, order: { ...job.order, status: 'WORKING' } }, signal)
}

/** The next attempt of an order that is at work and has none under way. */
const begin = async (deps: ExecutionDeps, job: Job, signal: AbortSignal): Promise<Outcome> =>
  (await unbookedEnd(deps, job)) ??
  goAhead(deps, await inOrder(deps, job, () => makeReady(deps, job, signal)), signal)

/** What others wait for until it is ready; sells have their turns where they are prepared. */
const inOrder = (deps: ExecutionDeps, { order }: Job, work: () => Promise<Ready>): Promise<Ready> =>
  order.side === 'BUY' ? prepareEntry(deps.db, work) : work()

/** An attempt that is stored, and its order as it was then; or why there is none; or nothing to do. */
type Ready = { attempt: AttemptRow; job: Job } | AttemptFailure | null

const makeReady = async (deps: ExecutionDeps, job: Job, signal: AbortSignal): Promise<Ready> => {
  const since = job.order.triggeredAt ?? job.order.createdAt
  if (job.order.side === 'BUY' && deps.now().getTime() - since.getTime() > ENTRY_TTL_MS) {
    const detail = 'It could not be sent within a minute, and its price has passed.'
    if (!(await waitAgain(deps, job, { kind: 'expired', detail })))
      await endEntry(deps, job, 'EXPIRED', detail)
    return null
  }
  if (!(await keepFeeBudget(deps, job, signal))) return null
  const { prepared, job: current } = await prepare(deps, job, signal)
  if (prepared.kind === 'failed') return prepared.failure
  if (prepared.kind === 'halted') {
    await obeyHalt(deps, job, signal)
    return null
  }
  if (prepared.kind === 'denied') {
    await refuseAccepted(deps, job.order.id, prepared.denial)
    return null
  }
  return prepared.kind === 'stored' ? { attempt: prepared.attempt, job: current } : null
}

const prepare = async (deps: ExecutionDeps, job: Job, signal: AbortSignal) =>
  job.order.side === 'SELL'
    ? prepareInTurn(deps.db, job.order.failures > 0, () => prepareSell(deps, job, signal))
    : { job, prepared: await prepareAttempt(deps, job, slippageFor(job.order), signal) }

const goAhead = async (deps: ExecutionDeps, ready: Ready, signal: AbortSignal): Promise<Outcome> =>
  ready && 'attempt' in ready ? follow(deps, ready.job, ready.attempt, signal) : ready

/** A crash between settling an attempt and deciding what follows leaves an entry whose last attempt failed or died. */
const unbookedEnd = async (deps: ExecutionDeps, job: Job): Promise<AttemptFailure | null> => {
  if (job.order.side === 'SELL') return null
  const last = await lastAttempt(deps.db, job.order.id)
  const ofThisRound = last && (!job.order.triggeredAt || last.signedAt >= job.order.triggeredAt)
  return ofThisRound && last.status === 'EXPIRED' ? deathOf(endedUnclear(last)) : null
}

const deathOf = (unclear: boolean): AttemptFailure =>
  unclear
    ? { kind: 'unclear', detail: UNCLEAR }
    : { kind: 'expired', detail: 'The transaction never landed. Nothing was spent.' }

const follow = async (
  deps: ExecutionDeps,
  job: Job,
  attempt: AttemptRow,
  signal: AbortSignal,
): Promise<Outcome> => {
  const outcome = await trackAttempt(deps, job, attempt, signal)
  if (outcome.kind === 'dead') {
    await bookExpiredAttempt(deps, job, attempt, outcome.unclear)
    return deathOf(outcome.unclear)
  }
  // Nothing depends on its books where all of a position is sold.
  const soldAll = outcome.kind === 'landed' && job.held && attempt.inputRaw >= job.held.amountRaw
  if (soldAll) await sellsAreOut(deps.db)
  const changes = await readChanges(deps, attempt, job.wallet.address, signal)
  if (changes.error === null) {
    const positionId = await bookInTurn(deps.db, !soldAll, () => bookFill(deps, job, attempt, changes))
    // Else another run was first.
    if (!positionId) return null
    deps.onPositionChanged(positionId, job.order.userId)
    return 'booked'
  }
  await bookFailedAttempt(deps, job, attempt, changes)
  if (changes.means === 'graduated') return POOL_MOVED
  return changes.means === 'slippage'
    ? {
        kind: 'slippage',
        detail:
          'The price moved past the tolerance; the transaction failed on chain and only its fee was spent.',
      }
    : {
        kind: 'failed_on_chain',
        detail: `The transaction failed on chain: ${changes.error}. Only its fee was spent.`,
      }
}

/** The transaction is in a block, so its record will appear; until a node shows it there is nothing to book. */
const readChanges = async (
  deps: ExecutionDeps,
  attempt: AttemptRow,
  wallet: string,
  signal: AbortSignal,
): Promise<WalletChanges> => {
  for (let delay = 50; ; delay = Math.min(delay * 2, 1_000)) {
    try {
      const changes = await deps.chain.walletChanges(attempt.signature, wallet)
      if (changes) return changes
    } catch (error) {
      deps.logger.warn({ orderId: attempt.orderId, error: errorMessage(error) }, 'transaction not read')
    }
    await deps.pause(delay, signal)
  }
}

const handleFailure = async (
  deps: ExecutionDeps,
  job: Job,
  failure: AttemptFailure,
  signal: AbortSignal,
): Promise<void> => {
  const at = deps.now()
  const count = counted(job.order, failure, at)
  const frozen = job.order.side === 'SELL' && failure.kind !== 'unavailable' && (await isFrozen(deps, job))
  const next: NextStep = frozen
    ? { kind: 'trapped', detail: 'The issuer of this token has frozen your account.' }
    : afterFailure(job.order.side, failure, count, at, deps.random())
  deps.logger.warn({ orderId: job.order.id, failure, next }, 'attempt failed')
  if (next.kind === 'give_up') {
    if (!(await waitAgain(deps, job, failure))) await endEntry(deps, job, next.status, next.detail)
  } else if (next.kind === 'trapped' && (await markTrapped(deps, job.order.positionId!, next.detail)))
    deps.onPositionChanged(job.order.positionId!, job.order.userId)
  else {
    const delayMs = next.kind === 'retry' ? next.delayMs : SLOWEST_MS
    await goOn(deps, job, failure, count, delayMs)
    publishOrderSoon(deps, job.order.id)
    return deps.pause(delayMs, signal)
  }
  publishOrderSoon(deps, job.order.id)
}

/** Until a position that could not be marked trapped, because a transaction of it may still land, is looked at again. */
const SLOWEST_MS = 5_000

const goOn = async (
  deps: ExecutionDeps,
  job: Job,
  failure: AttemptFailure,
  count: FailureCount,
  delayMs: number,
): Promise<void> => {
  const at = deps.now()
  // Before the count is stored: it passes this number once, and the alert is told once in any case.
  if (job.order.side === 'SELL' && isAlarming(job.order, failure, count, at))
    await raiseExitAlert(deps, job, failure.detail)
  await storeFailure(deps.db, job.order.id, count, new Date(at.getTime() + delayMs))
  const failedAgain = count.failures > job.order.failures
  if (failedAgain ? isTold(count.failures) : job.order.lastRefusal !== failure.detail)
    await addOrderEvent(
      deps.db,
      job.order.id,
      at,
      'retry',
      `${failure.detail} ${count.failures > 10 ? `Failed ${count.failures} times. ` : ''}Trying again in ${(delayMs / 1000).toFixed(1)} s.`,
    )
}

const isFrozen = async (deps: ExecutionDeps, job: Job): Promise<boolean> => {
  try {
    return (await deps.chain.balances(job.wallet.address)).frozen.has(job.order.tokenMint)
  } catch {
    return false
  }
}
