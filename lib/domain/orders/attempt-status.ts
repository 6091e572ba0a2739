/**
 * SIGNED     stored with its bytes, not yet handed to anyone
 * SENT       handed to at least one sender, or about to be
 * CONFIRMED  in a block without error, at `confirmed`
 * FAILED     in a block with an error, or definitively refused before any broadcast
 * EXPIRED    provably dead: its last valid height has passed at `finalized` and no node knows it
 */
export const attemptStatuses = ['SIGNED', 'SENT', 'CONFIRMED', 'FAILED', 'EXPIRED'] as const
export type AttemptStatus = (typeof attemptStatuses)[number]

const edges: Record<AttemptStatus, readonly AttemptStatus[]> = {
  SIGNED: ['SENT', 'CONFIRMED', 'FAILED', 'EXPIRED'],
  SENT: ['CONFIRMED', 'FAILED', 'EXPIRED'],
  CONFIRMED: [],
  FAILED: [],
  EXPIRED: [],
}

export const attemptCanBecome = (from: AttemptStatus, to: AttemptStatus): boolean => edges[from].includes(to)
/** These may still land: no other transaction may be signed for the same order. */
export const liveAttemptStatuses = attemptStatuses.filter((status) => edges[status].length > 0)
