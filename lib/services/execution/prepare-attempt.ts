import type { AttemptRow, NewAttempt } from '@/lib/db/attempt-repository'
import { soundExpiry } from '@/lib/domain/execution/blockhash'
import type { AttemptFailure } from '@/lib/domain/execution/retry-policy'
import { receiptOf, type RouteReceipt } from '@/lib/domain/execution/route-receipt'
import type { Denial } from '@/lib/domain/risk/limits'
import { errorMessage, isAppError } from '@/lib/errors'
import type { PreparedSwap } from '@/lib/ports/execution-venue'
import { askForSignature } from './ask-for-signature'
import { thinPool } from '../slicing/thin-pool'
import { type Job, swapSides } from './execution-context'
import type { ExecutionDeps } from './execution-deps'
import { findRoutes } from './find-routes'
import { rehearseOffers } from './rehearse-offers'
import { POOL_MOVED } from './rehearse-swap'
import { isSigningAllowed, storeWhileAllowed } from './store-while-allowed'

export type Prepared =
  | { kind: 'stored'; attempt: AttemptRow }
  /** Another worker's attempt is live; follow that one. The bytes signed here are thrown away unsent. */
  | { kind: 'superseded' }
  /** Built for the trader's own wallet, which must sign it first. */
  | { kind: 'awaiting_signature' }
  /** The trading state lets nothing of this kind be signed now. */
  | { kind: 'halted' }
  /** An entry that was accepted, and that a lock or the day's loss forbids by now. Nothing was sent. */
  | { kind: 'denied'; denial: Denial }
  | { kind: 'failed'; failure: AttemptFailure }

/**
 * Quotes, builds, checks, simulates and signs one transaction, and stores it. Nothing has left the
 * house when this returns; after `stored` the bytes may be sent, and only these.
 */
export const prepareAttempt = async (
  deps: ExecutionDeps,
  job: Job,
  slippageBps: number,
  signal: AbortSignal,
): Promise<Prepared> => {
  const { order, wallet } = job
  try {
    if (!(await isSigningAllowed(deps, order))) return { kind: 'halted' }
    if (order.side === 'BUY' && !(await deps.isGuardable(order.tokenMint)))
      return {
        kind: 'failed',
        failure: {
          kind: 'unavailable',
          detail: 'No pool of this token can be read, so its stop could not be watched. Nothing was sent.',
        },
      }
    const thin = await thinPool(deps, order)
    if (thin) return { kind: 'failed', failure: { kind: 'unavailable', detail: `${thin} Nothing was sent.` } }
    const routes = await findRoutes(deps, job, slippageBps)
    if (!routes)
      return {
        kind: 'failed',
        failure: { kind: 'slippage', detail: 'The price is above your limit. Nothing was sent.' },
      }
    const height = deps.chain.finalizedBlockHeight()
    height.catch(() => {})
    const chosen = await rehearseOffers(
      deps,
      {
        ...{ ranked: routes.ranked, complete: routes.complete },
        ...{ wallet: wallet.address, sides: swapSides(order) },
        failureOf: (error) => failureOf(deps, job, error, signal),
      },
      signal,
    )
    if ('kind' in chosen) return { kind: 'failed', failure: chosen }
    const rehearsed = { ...chosen, expiry: soundExpiry(chosen.expiry, await height) }
    const receipt = receiptOf(routes.receipt, rehearsed)
    if (wallet.kind === 'CONNECTED') {
      await askForSignature(deps, job, rehearsed, receipt)
      return { kind: 'awaiting_signature' }
    }
    const { signed, signature } = await deps.signer.sign(wallet, rehearsed.transaction)
    return store(deps, job, rehearsed, receipt, signed, signature)
  } catch (error) {
    return { kind: 'failed', failure: failureOf(deps, job, error, signal) }
  }
}

const failureOf = (
  { logger, isBetweenPools }: ExecutionDeps,
  { order }: Job,
  error: unknown,
  signal: AbortSignal,
): AttemptFailure => {
  signal.throwIfAborted()
  if (!isAppError(error)) logger.error({ orderId: order.id, error: errorMessage(error) }, 'preparing failed')
  if (isAppError(error) && error.code === 'token.unknown' && isBetweenPools(order.tokenMint))
    return POOL_MOVED
  const retryable = !isAppError(error) || error.retry === 'retryable'
  return { kind: retryable ? 'unavailable' : 'refused', detail: errorMessage(error) }
}

const store = async (
  deps: ExecutionDeps,
  job: Job,
  prepared: PreparedSwap,
  route: RouteReceipt,
  signed: Uint8Array,
  signature: string,
): Promise<Prepared> => {
  const at = deps.now()
  const row: NewAttempt = {
    id: deps.newId(),
    orderId: job.order.id,
    venue: prepared.venue,
    status: 'SIGNED',
    signature,
    transaction: signed,
    blockhash: prepared.expiry.blockhash,
    lastValidBlockHeight: prepared.expiry.lastValidBlockHeight,
    inputRaw: prepared.inputRaw,
    quotedOutRaw: prepared.outputRaw,
    minOutRaw: prepared.minOutputRaw,
    slippageBps: prepared.slippageBps,
    venueReference: prepared.reference,
    quote: prepared.raw ?? {},
    route,
    signedAt: at,
  }
  const stored = await storeWhileAllowed(deps, job.order, row)
  if (stored.kind !== 'stored') return stored
  return stored.attempt ? { kind: 'stored', attempt: stored.attempt } : { kind: 'superseded' }
}
