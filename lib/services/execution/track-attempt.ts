import { type AttemptRow, markSent } from '@/lib/db/attempt-repository'
import { addOrderEvent, moveOrder } from '@/lib/db/order-repository'
import { type AttemptVerdict, resolveAttempt } from '@/lib/domain/orders/resolve-attempt'
import { errorMessage } from '@/lib/errors'
import type { ExecutionDeps } from './execution-deps'

const FIRST_POLL_MS = 150
const POLL_MS = 400
const REBROADCAST_MS = 2_000
/** A blockhash lives about a minute; most attempts are proven long before the first look at the height. */
const DEATH_CHECK_EVERY_MS = 3_000
/** After this long without proof the trader is told that the outcome is open. */
const UNKNOWN_AFTER_MS = 15_000

type Outcome = Exclude<AttemptVerdict, { kind: 'wait' }>

/**
 * Sends the stored bytes and follows their signature until the chain proves what became of it. No
 * number of polls and no time-out ends it: only landing, or death by block height seen by two nodes.
 * The same bytes go out again every two seconds, which can never buy twice. A signal stops it between
 * steps; the stored attempt is taken up again at the next start.
 */
export const trackAttempt = async (
  deps: ExecutionDeps,
  attempt: AttemptRow,
  signal: AbortSignal,
): Promise<Outcome> => {
  if (attempt.status === 'SIGNED') {
    await markSent(deps.db, attempt.id, deps.now())
    await addOrderEvent(
      deps.db,
      attempt.orderId,
      deps.now(),
      'sent',
      'Handed to the senders; the same bytes go out again every 2 s.',
    )
  }
  const bell = createBell()
  const unsubscribe = deps.chain.onSignature(attempt.signature, bell.ring)
  void handToVenue(deps, attempt, bell.ring)
  const started = deps.now().getTime()
  let lastSend = Number.NEGATIVE_INFINITY
  let lastDeathCheck = started
  let toldUnknown = false
  try {
    for (let poll = 0; ; poll += 1) {
      const elapsed = deps.now().getTime() - started
      if (elapsed - lastSend >= REBROADCAST_MS) {
        lastSend = elapsed
        void broadcast(deps, attempt)
      }
      await bell.wait(deps.pause(poll === 0 ? FIRST_POLL_MS : POLL_MS, signal))
      signal.throwIfAborted()
      const verdict = await look(deps, attempt)
      if (verdict.kind !== 'wait') return verdict

      const now = deps.now().getTime()
      if (now - lastDeathCheck >= DEATH_CHECK_EVERY_MS) {
        lastDeathCheck = now
        const death = await checkDeath(deps, attempt)
        if (death.kind !== 'wait') return death
      }
      if (!toldUnknown && now - started >= UNKNOWN_AFTER_MS) {
        toldUnknown = true
        if (await moveOrder(deps.db, attempt.orderId, ['WORKING'], 'UNKNOWN', deps.now()))
          await addOrderEvent(
            deps.db,
            attempt.orderId,
            deps.now(),
            'unknown',
            'Sent, not yet proven. Nothing else is signed until it is.',
          )
      }
    }
  } finally {
    unsubscribe()
  }
}

const look = async (deps: ExecutionDeps, attempt: AttemptRow): Promise<AttemptVerdict> => {
  try {
    const status = await deps.chain.signatureStatus(attempt.signature)
    return resolveAttempt(expiryOf(attempt), { status, finalizedHeight: null, unknownTo: 0 })
  } catch (error) {
    // A node that does not answer proves nothing about the transaction.
    deps.logger.warn({ orderId: attempt.orderId, error: errorMessage(error) }, 'status not read')
    return { kind: 'wait' }
  }
}

const checkDeath = async (deps: ExecutionDeps, attempt: AttemptRow): Promise<AttemptVerdict> => {
  try {
    const finalizedHeight = await deps.chain.finalizedBlockHeight()
    if (finalizedHeight <= attempt.lastValidBlockHeight) return { kind: 'wait' }
    const survey = await deps.chain.surveySignature(attempt.signature)
    return resolveAttempt(expiryOf(attempt), {
      status: survey.status,
      finalizedHeight,
      unknownTo: survey.knownTo.length > 0 ? 0 : survey.unknownTo.length,
    })
  } catch (error) {
    deps.logger.warn({ orderId: attempt.orderId, error: errorMessage(error) }, 'expiry not proven')
    return { kind: 'wait' }
  }
}

const broadcast = async (deps: ExecutionDeps, attempt: AttemptRow): Promise<void> => {
  try {
    await deps.sender.send(attempt.transaction)
  } catch (error) {
    deps.logger.warn({ orderId: attempt.orderId, error: errorMessage(error) }, 'no sender took it')
  }
}

/** The venue's own broadcaster, where it has one. Its answer is a hint: the chain decides. */
const handToVenue = async (deps: ExecutionDeps, attempt: AttemptRow, ring: () => void): Promise<void> => {
  if (!deps.venue.land || attempt.venueReference === null) return
  try {
    const answer = await deps.venue.land(attempt.transaction, attempt.venueReference)
    deps.logger.info({ orderId: attempt.orderId, outcome: answer.outcome }, 'venue answered')
  } catch (error) {
    deps.logger.warn({ orderId: attempt.orderId, error: errorMessage(error) }, 'venue did not answer')
  }
  ring()
}

const expiryOf = (attempt: AttemptRow) => ({
  blockhash: attempt.blockhash,
  lastValidBlockHeight: attempt.lastValidBlockHeight,
})

/** A wait that a hint can cut short; a ring between two waits is not lost. */
const createBell = () => {
  let rung = false
  let wake = () => {}
  return {
    ring: () => {
      rung = true
      wake()
    },
    wait: async (pause: Promise<void>): Promise<void> => {
      if (!rung) await Promise.race([pause, new Promise<void>((resolve) => (wake = resolve))])
      rung = false
    },
  }
}
