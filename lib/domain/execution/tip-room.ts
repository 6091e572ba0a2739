import { solReserveLamports } from '@/lib/domain/risk/deny-entry'

/** What of a wallet decides whether a trade of it may tip. */
export type TipRoom = {
  /** On chain now, less what withdrawals under way will take. */
  lamports: bigint
  openPositions: number
  /** Accepted and not resolved, the one that asks among them. */
  pendingEntries: number
  /** What those will take in fees and rent. */
  entryLamports: bigint
}

/**
 * Whether the wallet keeps what getting out takes if all that may tip do it at once: each position by its exit, each
 * entry under way, and one more that came meanwhile. Trades that see the same balance need not know of each other.
 */
export const leavesReserve = (
  tipLamports: bigint,
  { lamports, openPositions, pendingEntries, entryLamports }: TipRoom,
): boolean => {
  const reserve = solReserveLamports(openPositions, pendingEntries, entryLamports)
  return lamports - tipLamports * BigInt(openPositions + pendingEntries + 1) >= reserve
}
