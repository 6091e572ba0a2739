import { type AttemptRow, lastAttempt, liveAttempt } from '@/lib/db/attempt-repository'
import { addOrderEvent, findOrder, moveOrder, postponeOrder } from '@/lib/db/order-repository'
import { walletById } from '@/lib/db/wallet-repository'
import { waitsForPrice } from '@/lib/domain/orders/order-type'
import { isTerminal } from '@/lib/domain/orders/order-status'
import {
  afterFailure,
  type AttemptFailure,
  ENTRY_TTL_MS,
  isTold,
  slippageFor,
} from '@/lib/domain/execution/retry-policy'
import { errorMessage } from '@/lib/errors'
import type { WalletChanges } from '@/lib/ports/chain'
import { bookExpiredAttempt, bookFailedAttempt, endEntry } from './book-failure'
import { bookFill } from './book-fill'
import type { Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'
import { obeyHalt } from './obey-halt'
import { prepareAttempt, SLIPPAGE_ERROR } from './prepare-attempt'
import { publishOrder } from './publish-order'
import { raiseExitAlert } from './raise-exit-alert'
import { trackAttempt } from './track-attempt'
import { waitAgain } from './wait-again'

/** What one run remembers of its failures; a restart begins to count anew, which only makes it more patient. */
type Failures = { count: number; slippage: number }

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
  const failures: Failures = { count: 0, slippage: 0 }
  for (;;) {
    signal.throwIfAborted()
    const job = await loadJob(deps, orderId)
    if (!job || isTerminal(job.order.status) || waitsForPrice(job.order)) return
    const failure = await advance(deps, job, failures, signal)
    await publishOrder(deps, orderId)
    if (failure) await handleFailure(deps, job, failure, failures, signal)
  }
}

const loadJob = async (deps: ExecutionDeps, orderId: string): Promise<Job | null> => {
  const order = await findOrder(deps.db, orderId)
  const wallet = order && (await walletById(deps.db, order.walletId))
  return order && wallet ? { order, wallet } : null
}

/** One step: follow the live attempt if there is one, else make one. */
const advance = async (
  deps: ExecutionDeps,
  job: Job,
  failures: Failures,
  signal: AbortSignal,
): Promise<AttemptFailure | null> => {
  const live = await liveAttempt(deps.db, job.order.id)
  if (live) return follow(deps, job, live, signal)
  if (job.order.status === 'RECEIVED') {
    await moveOrder(deps.db, job.order.id, ['RECEIVED'], 'WORKING', deps.now())
    return null
  }
  if (job.order.status === 'UNKNOWN') {
    // Its attempt is proven dead or failed; only now may another be signed.
    await moveOrder(deps.db, job.order.id, ['UNKNOWN'], 'WORKING', deps.now())
    return null
  }
  const settled = await unbookedEnd(deps, job)
  if (settled) return settled
  const since = job.order.triggeredAt ?? job.order.createdAt
  if (job.order.side === 'BUY' && deps.now().getTime() - since.getTime() > ENTRY_TTL_MS) {
    const detail = 'It could not be sent within a minute, and its price has passed.'
    if (!(await waitAgain(deps, job, { kind: 'expired', detail })))
      await endEntry(deps, job, 'EXPIRED', detail)
    return null
  }
  const slippageBps = slippageFor({ ...job.order, slippageFailures: failures.slippage })
  const prepared = await prepareAttempt(deps, job, slippageBps, signal)
  if (prepared.kind === 'failed') return prepared.failure
  if (prepared.kind === 'halted') {
    await obeyHalt(deps, job, signal)
    return null
  }
  return prepared.kind === 'stored' ? follow(deps, job, prepared.attempt, signal) : null
}

/** A crash between settling an attempt and deciding what follows leaves an entry whose last attempt failed or died. */
const unbookedEnd = async (deps: ExecutionDeps, job: Job): Promise<AttemptFailure | null> => {
  if (job.order.side === 'SELL') return null
  const last = await lastAttempt(deps.db, job.order.id)
  const ofThisRound = last && (!job.order.triggeredAt || last.signedAt >= job.order.triggeredAt)
  return ofThisRound && last.status === 'EXPIRED'
    ? { kind: 'expired', detail: 'The transaction never landed. Nothing was spent.' }
    : null
}

const follow = async (
  deps: ExecutionDeps,
  job: Job,
  attempt: AttemptRow,
  signal: AbortSignal,
): Promise<AttemptFailure | null> => {
  const outcome = await trackAttempt(deps, attempt, signal)
  if (outcome.kind === 'dead') {
    await bookExpiredAttempt(deps, job, attempt)
    return { kind: 'expired', detail: 'The transaction never landed. Nothing was spent.' }
  }
  const changes = await readChanges(deps, attempt, job.wallet.address, signal)
  if (changes.error === null) {
    const positionId = await bookFill(deps, job, attempt, changes)
    if (positionId) deps.onPositionChanged(positionId, job.order.userId)
    return null
  }
  await bookFailedAttempt(deps, job, attempt, changes)
  return changes.customCode === SLIPPAGE_ERROR
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
  failures: Failures,
  signal: AbortSignal,
): Promise<void> => {
  failures.count += 1
  if (failure.kind === 'slippage') failures.slippage += 1
  const next = afterFailure(job.order.side, failure, failures.count, deps.random())
  deps.logger.warn({ orderId: job.order.id, failure, next }, 'attempt failed')
  if (next.kind === 'give_up') {
    if (!(await waitAgain(deps, job, failure))) await endEntry(deps, job, next.status, next.detail)
  } else {
    const at = deps.now()
    if (isTold(failures.count))
      await addOrderEvent(
        deps.db,
        job.order.id,
        at,
        'retry',
        `${failure.detail} ${failures.count > 10 ? `Failed ${failures.count} times. ` : ''}Trying again in ${(next.delayMs / 1000).toFixed(1)} s.`,
      )
    await postponeOrder(deps.db, job.order.id, new Date(at.getTime() + next.delayMs))
    if (job.order.side === 'SELL' && failures.count === 1) await raiseExitAlert(deps, job, failure.detail)
  }
  await publishOrder(deps, job.order.id)
  if (next.kind === 'retry') await deps.pause(next.delayMs, signal)
}
