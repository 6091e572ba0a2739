import { liveAttempt } from '@/lib/db/attempt-repository'
import { recordAudit } from '@/lib/db/audit'
import type { Database } from '@/lib/db/client'
import { addOrderEvent, lockOrder, moveOrder, type OrderRow } from '@/lib/db/order-repository'
import { isSliced } from '@/lib/domain/orders/order-type'
import { allowsWorkingEntries } from '@/lib/domain/trading-state/trading-state'
import { stopSlicing } from '../slicing/end-slicing'
import { stateInWords } from './deny-entry-by-state'
import { holdTradingState } from './effective-trading-state'

/**
 * Cancels an accepted entry that the trading state no longer lets through. Not one whose transaction is
 * out and may still land: that one is followed to its end. False: it was left as it is.
 */
export const cancelHaltedEntry = (
  deps: { db: Database; now: () => Date },
  order: Pick<OrderRow, 'id' | 'userId'>,
): Promise<boolean> =>
  deps.db.transaction(async (tx) => {
    const at = deps.now()
    const effective = await holdTradingState(tx, order.userId, at)
    if (allowsWorkingEntries(effective.state)) return false
    const row = await lockOrder(tx, order.id)
    if (row && isSliced(row)) return stopSlicing(tx, row, stateInWords(effective), at)
    if (await liveAttempt(tx, order.id)) return false
    const detail = `${stateInWords(effective)} Cancelled before anything was sent; nothing was spent.`
    const from = ['RECEIVED', 'WORKING', 'AWAITING_SIGNATURE'] as const
    const denial = { denialCode: 'trading.halted', denialDetail: detail }
    if (!(await moveOrder(tx, order.id, from, 'CANCELLED', at, denial))) return false
    await addOrderEvent(tx, order.id, at, 'cancelled', detail)
    await recordAudit(tx, {
      userId: order.userId,
      actor: { kind: 'system', id: 'trading-state' },
      action: 'order.cancelled',
      subject: order.id,
      details: { tradingState: effective.state, scope: effective.scope },
    })
    return true
  })
