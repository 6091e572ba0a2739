import { type AttemptRow, markSent } from '@/lib/db/attempt-repository'
import { addOrderEvent, moveOrder } from '@/lib/db/order-repository'
import { BUNDLE_ALONE_MS } from '@/lib/domain/execution/landing-path'
import { judgeDeath } from './doubt-death'
import type { Job } from './execution-context'
import type { ExecutionDeps } from './execution-deps'
import { publishOrderSoon } from './publish-order'
import { tellBundle } from './tell-bundle'
import { trackSignature, type TrackedOutcome } from './track-signature'

/** `unclear`: nodes swear it dead, and what the wallet holds does not bear it out. */
export type AttemptOutcome = Exclude<TrackedOutcome, { kind: 'dead' }> | { kind: 'dead'; unclear: boolean }

/** Sends an order's stored bytes and follows them to their end, telling the order's timeline. */
export const trackAttempt = async (
  deps: ExecutionDeps,
  job: Job,
  attempt: AttemptRow,
  signal: AbortSignal,
): Promise<AttemptOutcome> => {
  let unclear = false
  const outcome = await trackSignature(
    deps,
    { ...attempt, bundleUntil: bundleUntil(attempt) },
    {
      subject: { orderId: attempt.orderId },
      onSending: async (at) => {
        if (attempt.status === 'SIGNED') await recordSent(deps, attempt, at)
      },
      onUnknown: () => tellUnknown(deps, attempt),
      confirmsDeath: async (witnesses) => {
        const death = await judgeDeath(deps, job, attempt, witnesses)
        unclear = death === 'unclear'
        return death !== 'doubtful'
      },
      handOver: venueOf(deps, attempt),
    },
    signal,
  )
  if (outcome.kind === 'landed') void tellBundle(deps, attempt)
  return outcome.kind === 'dead' ? { kind: 'dead', unclear } : outcome
}

/** By the clock of its signing, so that it is over after a restart. */
const bundleUntil = ({ route, signedAt }: AttemptRow): Date | null =>
  route?.landing?.path === 'bundle' ? new Date(signedAt.getTime() + BUNDLE_ALONE_MS) : null

const recordSent = async (deps: ExecutionDeps, attempt: AttemptRow, at: Date): Promise<void> => {
  await markSent(deps.db, { id: attempt.id, orderId: attempt.orderId, at })
  publishOrderSoon(deps, attempt.orderId)
}

const tellUnknown = async (deps: ExecutionDeps, attempt: AttemptRow): Promise<void> => {
  if (!(await moveOrder(deps.db, attempt.orderId, ['WORKING'], 'UNKNOWN', deps.now()))) return
  await addOrderEvent(
    deps.db,
    attempt.orderId,
    deps.now(),
    'unknown',
    'Sent, not yet proven. Nothing else is signed until it is.',
  )
  publishOrderSoon(deps, attempt.orderId)
}

/** The venue's own broadcaster, where it has one. Its answer is a hint: the chain decides. */
const venueOf = (
  { router, logger }: ExecutionDeps,
  attempt: AttemptRow,
): (() => Promise<void>) | undefined => {
  const { orderId, transaction, venueReference } = attempt
  const land = router.landingOf(attempt.venue)
  if (!land || venueReference === null) return undefined
  return async () => {
    const answer = await land(transaction, venueReference)
    logger.info({ orderId, outcome: answer.outcome }, 'venue answered')
  }
}
