import type { Commitment, LandedTransaction, SignatureStatus } from './chain-types'

/** Slots after its own at which a block has reached the level. */
export const COMMITMENT_DEPTH: Record<Commitment, bigint> = { processed: 0n, confirmed: 2n, finalized: 32n }

/** As a node whose newest slot is `tip` sees it; null when it has not got that far. */
export function confirmationOf(landed: LandedTransaction, tip: bigint): SignatureStatus | null {
  const depth = tip - landed.slot
  if (depth < 0n) return null
  const finalized = depth >= COMMITMENT_DEPTH.finalized
  const confirmed = depth >= COMMITMENT_DEPTH.confirmed
  return {
    slot: landed.slot,
    confirmations: finalized ? null : Number(depth),
    err: landed.err,
    confirmationStatus: finalized ? 'finalized' : confirmed ? 'confirmed' : 'processed',
  }
}
