/**
 * WITHDRAWAL  out of the trading wallet to an address of the trader's
 * DEPOSIT     out of a connected wallet into the trading wallet, signed by the connected wallet
 * RECLAIM     closes empty token accounts of the trading wallet and takes their rent back
 */
export const operationKinds = ['WITHDRAWAL', 'DEPOSIT', 'RECLAIM'] as const
export type OperationKind = (typeof operationKinds)[number]

/**
 * RECEIVED            accepted and reserved, nothing signed
 * AWAITING_SIGNATURE  built, waits for the trader's own wallet
 * SIGNED              stored with its bytes, not yet handed to anyone
 * SENT                handed to the senders, or about to be
 * UNKNOWN             sent and not proven for a while; resolves by itself
 * CONFIRMED, FAILED (in a block with an error), EXPIRED (dead; by the nodes' word alone where `doubtedAt` is kept),
 * REJECTED (refused before signing), CANCELLED
 */
export const operationStatuses = [
  'RECEIVED',
  'AWAITING_SIGNATURE',
  'SIGNED',
  'SENT',
  'UNKNOWN',
  'CONFIRMED',
  'FAILED',
  'EXPIRED',
  'REJECTED',
  'CANCELLED',
] as const
export type OperationStatus = (typeof operationStatuses)[number]

const edges: Record<OperationStatus, readonly OperationStatus[]> = {
  RECEIVED: ['SIGNED', 'REJECTED', 'CANCELLED'],
  AWAITING_SIGNATURE: ['SIGNED', 'EXPIRED', 'CANCELLED'],
  SIGNED: ['SENT', 'CONFIRMED', 'FAILED', 'EXPIRED'],
  SENT: ['UNKNOWN', 'CONFIRMED', 'FAILED', 'EXPIRED'],
  UNKNOWN: ['CONFIRMED', 'FAILED', 'EXPIRED'],
  CONFIRMED: [],
  FAILED: [],
  EXPIRED: [],
  REJECTED: [],
  CANCELLED: [],
}

export const operationCanBecome = (from: OperationStatus, to: OperationStatus): boolean =>
  edges[from].includes(to)
export const isOperationTerminal = (status: OperationStatus): boolean => edges[status].length === 0

/** The bytes are out of our hands, or about to be: nothing may replace them. */
export const liveOperationStatuses = ['SIGNED', 'SENT', 'UNKNOWN'] as const
/** The worker owns these; a restart resumes them. */
export const unfinishedOperationStatuses = ['RECEIVED', ...liveOperationStatuses] as const
