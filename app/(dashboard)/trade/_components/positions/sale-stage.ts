import type { OrderView } from '@/lib/contracts/orders'
import type { PositionView } from '@/lib/contracts/positions'
import { liveAttemptStatuses } from '@/lib/domain/orders/attempt-status'

/**
 * How far the sale of a position is. Of one in a wallet of the trader's own nothing is sold before that
 * wallet has signed: it is built, waits for the signature, and only then is selling.
 */
export type SaleStage = 'none' | 'building' | 'signing' | 'selling'

const WORKING = new Set<OrderView['status']>(['RECEIVED', 'WORKING', 'UNKNOWN'])
const OUT = new Set<string>(liveAttemptStatuses)

/** `sells`: the orders known that sell this position at once; one in slices leaves it open in between. */
export const saleStage = (position: PositionView, sells: readonly OrderView[]): SaleStage => {
  if (sells.some(({ status }) => status === 'AWAITING_SIGNATURE')) return 'signing'
  const working = sells.find(({ status }) => WORKING.has(status))
  if (!working) return position.status === 'CLOSING' ? 'selling' : 'none'
  const signed = working.status === 'UNKNOWN' || working.attempts.some(({ status }) => OUT.has(status))
  return position.wallet.kind === 'CONNECTED' && !signed ? 'building' : 'selling'
}
