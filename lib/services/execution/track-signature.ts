import type { BlockhashWithExpiry } from '@/lib/domain/execution/blockhash'
import { type AttemptVerdict, resolveAttempt } from '@/lib/domain/orders/resolve-attempt'
import { errorMessage } from '@/lib/errors'
import type { ExecutionDeps } from './execution-deps'

const FIRST_POLL_MS = 150
const POLL_MS = 400
/** How often the same bytes go out again, and every node is asked instead of the first one only. */
const REBROADCAST_MS = 2_000
/** After this long without proof the trader is told that the outcome is open. */
const UNKNOWN_AFTER_MS = 15_000

export type TrackedOutcome = Exclude<AttemptVerdict, { kind: 'wait' }>
type Deps = Pick<ExecutionDeps, 'chain' | 'sender' | 'logger' | 'now' | 'pause'>

/** A signed transaction that is stored, with its own expiry. */
export type StoredTransaction = BlockhashWithExpiry & {
  signature: string
  transaction: Uint8Array
  /** Until then it goes out as a bundle only. */
  bundleUntil?: Date | null
}

export type TrackingSteps = {
  /** Names it in the log. */
  subject: Record<string, string>
  /** The bytes are leaving. */
  onSending: (at: Date) => Promise<void>
  /** Once, when there is still no proof after a while. */
  onUnknown: () => Promise<void>
  /** Asked each time that nodes swear it dead. False: it is followed on. */
  confirmsDeath?: (witnesses: readonly string[]) => Promise<boolean>
  /** A second way to land it, beside our own senders. */
  handOver?: (() => Promise<void>) | undefined
}

/**
 * Sends the stored bytes and follows their signature until the chain proves what became of it. No
 * number of polls and no time-out ends it: only landing, or death by block height seen by two nodes.
 * The same bytes go out again every two seconds, which can never act twice. A signal stops it between
 * steps; what is stored is taken up again at the next start.
 */
export const trackSignature = async (
  deps: Deps,
  sent: StoredTransaction,
  steps: TrackingSteps,
  signal: AbortSignal,
): Promise<TrackedOutcome> => {
  const bell = createBell()
  const started = deps.now()
  // The bytes are stored, so nothing is waited for before they leave; a crash here resends the same ones.
  void broadcast(deps, sent, steps)
  void handOver(deps, steps, bell.ring)
  const unsubscribe = deps.chain.onSignature(sent.signature, bell.ring)
  try {
    await steps.onSending(started)
    return await follow(deps, sent, steps, signal, bell, started.getTime())
  } finally {
    unsubscribe()
  }
}

const follow = async (
  deps: Deps,
  sent: StoredTransaction,
  steps: TrackingSteps,
  signal: AbortSignal,
  bell: Bell,
  started: number,
): Promise<TrackedOutcome> => {
  let lastSend = started
  let toldUnknown = false
  const survey = startSurveys(deps, sent, steps, bell.ring)
  for (let poll = 0; ; poll += 1) {
    const rang = await bell.wait(deps.pause(poll === 0 ? FIRST_POLL_MS : POLL_MS, signal))
    signal.throwIfAborted()
    const verdict = await look(deps, sent, steps)
    if (verdict.kind !== 'wait') return verdict

    const now = deps.now().getTime()
    const due = now - lastSend >= REBROADCAST_MS
    if (due) {
      lastSend = now
      void broadcast(deps, sent, steps)
    }
    // The first node may lag; a hint that it cannot confirm, or two seconds, and all are asked.
    const proof = survey.takeProof()
    if (proof && (await isProven(proof, steps))) return proof
    // What rang was its own proof, which was doubted: the next survey is in its time.
    if (due || (rang && !proof)) survey.ask()
    if (!toldUnknown && now - started >= UNKNOWN_AFTER_MS) {
      toldUnknown = true
      await steps.onUnknown()
    }
  }
}

const look = async (deps: Deps, sent: StoredTransaction, steps: TrackingSteps): Promise<AttemptVerdict> => {
  try {
    const status = await deps.chain.signatureStatus(sent.signature)
    return resolveAttempt(sent, { status, unknownTo: [] })
  } catch (error) {
    // A node that does not answer proves nothing about the transaction.
    deps.logger.warn({ ...steps.subject, error: errorMessage(error) }, 'status not read')
    return { kind: 'wait' }
  }
}

const isProven = async (proof: TrackedOutcome, { confirmsDeath }: TrackingSteps): Promise<boolean> =>
  proof.kind !== 'dead' || !confirmsDeath || (await confirmsDeath(proof.witnesses))

/** Asks every node, one survey at a time and beside the polls: a node that hangs must not hold them up. */
const startSurveys = (deps: Deps, sent: StoredTransaction, steps: TrackingSteps, onProof: () => void) => {
  let asking = false
  let proof: TrackedOutcome | null = null
  const run = async (): Promise<void> => {
    try {
      const { status, unknownTo } = await deps.chain.surveySignature(sent.signature)
      const verdict = resolveAttempt(sent, { status, unknownTo })
      if (verdict.kind === 'wait') return
      proof = verdict
      onProof()
    } catch (error) {
      deps.logger.warn({ ...steps.subject, error: errorMessage(error) }, 'nodes not surveyed')
    } finally {
      asking = false
    }
  }
  return {
    takeProof: (): TrackedOutcome | null => {
      const taken = proof
      proof = null
      return taken
    },
    ask: () => {
      if (asking) return
      asking = true
      void run()
    },
  }
}

const broadcast = async (deps: Deps, sent: StoredTransaction, steps: TrackingSteps): Promise<void> => {
  try {
    const bundleOnly = sent.bundleUntil != null && deps.now() < sent.bundleUntil
    await deps.sender.send(sent.transaction, { bundleOnly })
  } catch (error) {
    deps.logger.warn({ ...steps.subject, error: errorMessage(error) }, 'no sender took it')
  }
}

/** Its answer is a hint only. */
const handOver = async (deps: Deps, steps: TrackingSteps, ring: () => void): Promise<void> => {
  if (!steps.handOver) return
  try {
    await steps.handOver()
  } catch (error) {
    deps.logger.warn({ ...steps.subject, error: errorMessage(error) }, 'the venue did not answer')
  }
  ring()
}

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
