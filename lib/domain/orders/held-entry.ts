import type { Denial } from '../risk/limits'
import type { OrderStatus } from './order-status'
import type { OrderType } from './order-type'

/**
 * What becomes of a limit entry that our rules refuse when its price has come. What may pass by itself (a lock, the
 * day's loss, a full book, money on its way) keeps it waiting until its own time ends, because the trader still
 * wants the token at that price. What it can never pass as it is ends it.
 */
export const afterRefusal = ({ code, extra }: Denial): 'wait' | 'end' => {
  if (code === 'risk.position_size') return 'end'
  // A blocked token is not bought again; a warning nobody has accepted may go away.
  return code === 'token.unsafe' && extra?.blocked !== undefined ? 'end' : 'wait'
}

export type Verdict = 'accepted' | 'held' | 'denied'

type Judged = {
  type: OrderType
  status: OrderStatus
  denialCode: string | null
  denialDetail: string | null
}

/**
 * What our rules said of an order in the end. A limit entry they hold back is not denied: it waits, and may
 * still be bought, expire or be cancelled by its trader. `cancelledBecause`: the words it was cancelled with.
 */
export const verdictOf = (order: Judged, cancelledBecause: string | undefined): Verdict => {
  if (order.denialCode === null) return 'accepted'
  if (order.type !== 'LIMIT') return 'denied'
  if (order.status === 'WORKING' || order.status === 'EXPIRED') return 'held'
  const byTrader =
    order.status === 'CANCELLED' && cancelledBecause?.startsWith(order.denialDetail ?? '') !== true
  return byTrader ? 'held' : 'denied'
}
