import type { BlockhashWithExpiry } from '@/lib/domain/execution/blockhash'

/** What was seen of a sent signature. */
export type AttemptEvidence = {
  status: {
    slot: bigint
    error: string | null
    customCode: number | null
    commitment: 'processed' | 'confirmed' | 'finalized'
  } | null
  /**
   * Each node that answered, with history searched, that it does not know the signature, with the finalized
   * block height that very node had reached; null when it did not tell.
   */
  unknownTo: readonly { node: string; finalizedHeight: bigint | null }[]
}

export type AttemptVerdict =
  | { kind: 'wait' }
  | { kind: 'landed'; slot: bigint }
  | { kind: 'failed'; slot: bigint; error: string; customCode: number | null }
  /** `witnesses`: the nodes that say so. */
  | { kind: 'dead'; witnesses: string[] }

/** Two independent nodes must not know a signature before it counts as dead. */
export const DEATH_WITNESSES = 2

/**
 * Decides from evidence alone. A transaction is dead only when two nodes do not know it that have both
 * finalized more than the last height its own blockhash is valid at. Before that, not seeing it proves
 * nothing, and neither does a node that lags or tells the height of another chain. `processed` may still
 * be rolled back, so it only means wait.
 */
export const resolveAttempt = (expiry: BlockhashWithExpiry, evidence: AttemptEvidence): AttemptVerdict => {
  const { status } = evidence
  if (status) {
    if (status.commitment === 'processed') return { kind: 'wait' }
    return status.error === null
      ? { kind: 'landed', slot: status.slot }
      : { kind: 'failed', slot: status.slot, error: status.error, customCode: status.customCode }
  }
  const witnesses = evidence.unknownTo
    .filter(
      ({ finalizedHeight }) => finalizedHeight !== null && finalizedHeight > expiry.lastValidBlockHeight,
    )
    .map(({ node }) => node)
  return witnesses.length >= DEATH_WITNESSES ? { kind: 'dead', witnesses } : { kind: 'wait' }
}
