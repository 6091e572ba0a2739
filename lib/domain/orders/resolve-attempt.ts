import type { BlockhashWithExpiry } from '@/lib/domain/execution/blockhash'

/** What was seen of a sent signature. */
export type AttemptEvidence = {
  status: {
    slot: bigint
    error: string | null
    customCode: number | null
    commitment: 'processed' | 'confirmed' | 'finalized'
  } | null
  /** Block height at `finalized`; null when no provider told. */
  finalizedHeight: bigint | null
  /** Providers that answered, with history searched, that they do not know the signature. */
  unknownTo: number
}

export type AttemptVerdict =
  | { kind: 'wait' }
  | { kind: 'landed'; slot: bigint }
  | { kind: 'failed'; slot: bigint; error: string; customCode: number | null }
  | { kind: 'dead' }

/** Two independent nodes must not know a signature before it counts as dead. */
export const DEATH_WITNESSES = 2

/**
 * Decides from evidence alone. A transaction is dead only when the last height its own blockhash is
 * valid at lies behind the finalized height AND two nodes do not know it; before that, not seeing it
 * proves nothing. `processed` may still be rolled back, so it only means wait.
 */
export const resolveAttempt = (expiry: BlockhashWithExpiry, evidence: AttemptEvidence): AttemptVerdict => {
  const { status } = evidence
  if (status) {
    if (status.commitment === 'processed') return { kind: 'wait' }
    return status.error === null
      ? { kind: 'landed', slot: status.slot }
      : { kind: 'failed', slot: status.slot, error: status.error, customCode: status.customCode }
  }
  const past = evidence.finalizedHeight !== null && evidence.finalizedHeight > expiry.lastValidBlockHeight
  return past && evidence.unknownTo >= DEATH_WITNESSES ? { kind: 'dead' } : { kind: 'wait' }
}
