/**
 * What is known of a service that may be down. Stored as JSON under `circuit:<service>`; absent means closed and
 * without failures. `since` in ms.
 */
export type Circuit = {
  state: 'CLOSED' | 'OPEN' | 'HALF_OPEN'
  /** In a row. */
  failures: number
  since: number
}

/** `probe`: the one request that finds out whether the service is back. */
export type Passage = 'closed' | 'probe' | 'open'

const OPENS_AT = 5
const FIRST_COOL_DOWN_MS = 1_000
const LONGEST_COOL_DOWN_MS = 60_000
/** A probe that nobody reports of, because its process died, is given up after this long. */
const PROBE_MS = 10_000

/** A second after the fifth failure, twice as long after each probe that failed, a minute at most. */
const coolDownMs = ({ failures }: Circuit): number =>
  Math.min(LONGEST_COOL_DOWN_MS, FIRST_COOL_DOWN_MS * 2 ** Math.max(0, failures - OPENS_AT))

/** Whether one more request may go out now, and the circuit after it did. */
export const askCircuit = (
  circuit: Circuit | null,
  now: number,
): { passage: Passage; next: Circuit | null } => {
  if (!circuit || circuit.state === 'CLOSED') return { passage: 'closed', next: circuit }
  const waits = circuit.state === 'OPEN' ? coolDownMs(circuit) : PROBE_MS
  if (now - circuit.since < waits) return { passage: 'open', next: circuit }
  return { passage: 'probe', next: { ...circuit, state: 'HALF_OPEN', since: now } }
}

/** What was asked before it opened says nothing new when it fails later: only a probe doubles the wait. */
export const afterFailure = (circuit: Circuit | null, now: number): Circuit => {
  if (circuit?.state === 'OPEN') return circuit
  const failures = (circuit?.failures ?? 0) + 1
  if (circuit?.state === 'HALF_OPEN' || failures >= OPENS_AT) return { state: 'OPEN', failures, since: now }
  return { state: 'CLOSED', failures, since: now }
}
