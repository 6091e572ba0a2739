import { type AttemptRow, type NewAttempt, storeAttempts } from '@/lib/db/attempt-repository'
import { grouped } from '@/lib/db/grouped'
import { lockOrdersAtHand } from '@/lib/db/order-repository'
import { signingOf } from '@/lib/domain/trading-state/signing'
import { holdTradingStatesAtHand } from '../trading-state/effective-trading-state'

export type SellToStore = { userId: number; row: NewAttempt; now: Date }
export type StoredSell =
  | { kind: 'stored'; attempt: AttemptRow | null }
  | { kind: 'halted' }
  /** Something it needs is just being changed: it is to be stored by itself, waiting for that change. */
  | { kind: 'busy' }

/**
 * Stores signed sells together, each as `storeWhileAllowed` does: its trading state and its order are held. The
 * transaction waits for no row, so none can hold up the others.
 */
export const storeSell = grouped<SellToStore, StoredSell>((db, sells) =>
  db.transaction(async (tx) => {
    const userIds = [...new Set(sells.map(({ userId }) => userId))]
    const states = await holdTradingStatesAtHand(tx, userIds, sells[0]!.now)
    const held = await lockOrdersAtHand(
      tx,
      sells.map(({ row }) => row.orderId),
    )
    const allowed = ({ userId }: SellToStore) => signingOf('SELL', states.get(userId)!.state) === 'sign'
    const atHand = (sell: SellToStore) => states.has(sell.userId) && held.has(sell.row.orderId)
    const rows = sells.filter((sell) => atHand(sell) && allowed(sell)).map(({ row }) => row)
    const stored = await storeAttempts(tx, rows)
    const attemptOf = new Map(rows.map((row, place) => [row, stored[place]!]))
    return sells.map((sell): StoredSell => {
      if (!atHand(sell)) return { kind: 'busy' }
      return allowed(sell) ? { kind: 'stored', attempt: attemptOf.get(sell.row) ?? null } : { kind: 'halted' }
    })
  }),
)
