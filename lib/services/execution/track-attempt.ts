import { type AttemptRow, markSent } from '@/lib/db/attempt-repository'
import { addOrderEvent, moveOrder } from '@/lib/db/order-repository'
import { type AttemptVerdict, resolveAttempt } from '@/lib/domain/orders/resolve-attempt'
import { errorMessage } from '@/lib/errors'
import type { ExecutionDeps } from './execution-deps'
import { publishOrder } from './publish-order'

const FIRST_POLL_MS = 150
const POLL_MS = 400
/** How often the same bytes go out again, and every node is asked instead of the first one only. */
const REBROADCAST_MS = 2_000
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
  const bell = createBell()
  const started = deps.now()
  // The bytes are stored, so nothing is waited for before they leave; a crash here resends the same ones.
  void broadcast(deps, attempt)
  void handToVenue(deps, attempt, bell.ring)
  const unsubscribe = deps.chain.onSignature(attempt.signature, bell.ring)
  try {
    if (attempt.status === 'SIGNED') await recordSent(deps, attempt, started)
    return await follow(deps, attempt, signal, bell, started.getTime())
  } finally {
    unsubscribe()
  }
}

const recordSent = async (deps: ExecutionDeps, attempt: AttemptRow, at: Date): Promise<void> => {
  await markSent(deps.db, attempt.id, at)
  await addOrderEvent(
    deps.db,
    attempt.orderId,
    at,
    'sent',
    'Handed to the senders; the same bytes go out again every 2 s.',
  )
  await publishOrder(deps, attempt.orderId)
}

const follow = async (
  deps: ExecutionDeps,
  attempt: AttemptRow,
  signal: AbortSignal,
  bell: Bell,
  started: number,
): Promise<Outcome> => {
  let lastSend = started
  let toldUnknown = false
  const survey = startSurveys(deps, attempt, bell.ring)
  for (let poll = 0; ; poll += 1) {
    const rang = await bell.wait(deps.pause(poll === 0 ? FIRST_POLL_MS : POLL_MS, signal))
    signal.throwIfAborted()
    const verdict = await look(deps, attempt)
    if (verdict.kind !== 'wait') return verdict

    const now = deps.now().getTime()
    const due = now - lastSend >= REBROADCAST_MS
    if (due) {
      lastSend = now
      void broadcast(deps, attempt)
    }
    // The first node may lag; a hint that it cannot confirm, or two seconds, and all are asked.
    const proof = survey.proof()
    if (proof) return proof
    if (due || rang) survey.ask()
    if (!toldUnknown && now - started >= UNKNOWN_AFTER_MS) {
      toldUnknown = true
      await tellUnknown(deps, attempt)
    }
  }
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
  await publishOrder(deps, attempt.orderId)
}

const look = async (deps: ExecutionDeps, attempt: AttemptRow): Promise<AttemptVerdict> => {
  try {
    const status = await deps.chain.signatureStatus(attempt.signature)
    return resolveAttempt(expiryOf(attempt), { status, unknownAt: [] })
  } catch (error) {
    // A node that does not answer proves nothing about the transaction.
    deps.logger.warn({ orderId: attempt.orderId, error: errorMessage(error) }, 'status not read')
    return { kind: 'wait' }
  }
}

/** Asks every node, one survey at a time and beside the polls: a node that hangs must not hold them up. */
const startSurveys = (deps: ExecutionDeps, attempt: AttemptRow, onProof: () => void) => {
  let asking = false
  let proof: Outcome | null = null
  const run = async (): Promise<void> => {
    try {
      const { status, unknownTo } = await deps.chain.surveySignature(attempt.signature)
      const unknownAt = unknownTo.map(({ finalizedHeight }) => finalizedHeight)
      const verdict = resolveAttempt(expiryOf(attempt), { status, unknownAt })
      if (verdict.kind === 'wait') return
      proof = verdict
      onProof()
    } catch (error) {
      deps.logger.warn({ orderId: attempt.orderId, error: errorMessage(error) }, 'nodes not surveyed')
    } finally {
      asking = false
    }
  }
  return {
    proof: () => proof,
    ask: () => {
      if (asking) return
      asking = true
      void run()
    },
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

/** A wait that a hint can cut short, which it tells; a ring between two waits is not lost. */
type Bell = { ring: () => void; wait: (pause: Promise<void>) => Promise<boolean> }

const createBell = (): Bell => {
  let rung = false
  let wake = () => {}
  return {
    ring: () => {
      rung = true
      wake()
    },
    wait: async (pause: Promise<void>): Promise<boolean> => {
      // A pause that the bell cut short still ends, or is aborted, with nobody listening.
      pause.catch(() => {})
      if (!rung) await Promise.race([pause, new Promise<void>((resolve) => (wake = resolve))])
      const wasRung = rung
      rung = false
      return wasRung
    },
  }
}
