/**
 * RECEIVED            stored, nobody works on it yet
 * DENIED              our own rules refused it; nothing left the house
 * AWAITING_SIGNATURE  waits for the trader's own wallet
 * WORKING             being quoted, signed, sent or tracked
 * UNKNOWN             sent and not yet proven either way; resolves by itself
 * FILLED, PARTIALLY_FILLED, REJECTED (definitive refusal), EXPIRED (provably dead), CANCELLED
 */
export const orderStatuses = [
  'RECEIVED',
  'DENIED',
  'AWAITING_SIGNATURE',
  'WORKING',
  'FILLED',
  'PARTIALLY_FILLED',
  'REJECTED',
  'EXPIRED',
  'CANCELLED',
  'UNKNOWN',
] as const
export type OrderStatus = (typeof orderStatuses)[number]

export const orderSides = ['BUY', 'SELL'] as const
/** How an order is cut up over time; AUTO chooses by its share of the pool. */
export const algorithms = ['AUTO', 'MARKET', 'TWAP', 'VWAP', 'ICEBERG'] as const

const edges: Record<OrderStatus, readonly OrderStatus[]> = {
  RECEIVED: ['DENIED', 'AWAITING_SIGNATURE', 'WORKING', 'CANCELLED', 'REJECTED'],
  AWAITING_SIGNATURE: ['WORKING', 'CANCELLED', 'EXPIRED', 'REJECTED'],
  WORKING: [
    'AWAITING_SIGNATURE',
    'FILLED',
    'PARTIALLY_FILLED',
    'REJECTED',
    'EXPIRED',
    'CANCELLED',
    'UNKNOWN',
  ],
  UNKNOWN: ['WORKING', 'FILLED', 'PARTIALLY_FILLED', 'REJECTED', 'EXPIRED'],
  DENIED: [],
  FILLED: [],
  PARTIALLY_FILLED: [],
  REJECTED: [],
  EXPIRED: [],
  CANCELLED: [],
}

export const canBecome = (from: OrderStatus, to: OrderStatus): boolean => edges[from].includes(to)
export const isTerminal = (status: OrderStatus): boolean => edges[status].length === 0
/** The worker owns these; a restart resumes them. */
export const unfinishedStatuses = ['RECEIVED', 'WORKING', 'UNKNOWN'] as const
export const isUnfinished = (status: OrderStatus): boolean =>
  (unfinishedStatuses as readonly OrderStatus[]).includes(status)
