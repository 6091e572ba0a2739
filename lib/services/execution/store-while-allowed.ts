import { type AttemptRow, type NewAttempt, storeAttempt } from '@/lib/db/attempt-repository'
import type { Executor } from '@/lib/db/client'
import { inOneGo } from '@/lib/db/in-one-go'
import { lockOrder, type OrderRow } from '@/lib/db/order-repository'
import { lockPosition } from '@/lib/db/position-repository'
import { lockUser } from '@/lib/db/wallet-repository'
import { mayBuyMore } from '@/lib/domain/execution/algorithms/may-buy-more'
import type { Denial } from '@/lib/domain/risk/limits'
import { signingOf } from '@/lib/domain/trading-state/signing'
import { denySending, marketOfHeld } from '../risk/deny-sending'
import { effectiveTradingState, holdTradingState } from '../trading-state/effective-trading-state'
import type { ExecutionDeps } from './execution-deps'
import { storeSell } from './store-sells'

type Deps = Pick<ExecutionDeps, 'db' | 'now' | 'readMarket'>

/** Asked before anything is quoted; what counts is `storeWhileAllowed`. */
export const isSigningAllowed = async (deps: Pick<Deps, 'db' | 'now'>, order: OrderRow): Promise<boolean> => {
  const { state } = await effectiveTradingState(deps.db, order.userId, deps.now())
  return signingOf(order.side, state) === 'sign'
}

/** What is being sold is not bought: held until the bytes are stored, so an exit that begins later waits for them. */
const denySlice = async (tx: Executor, { id, type, positionId }: OrderRow): Promise<Denial | null> => {
  if (type !== 'SLICE' || positionId === null) return null
  await lockOrder(tx, id)
  return mayBuyMore(await lockPosition(tx, positionId)) ? null : POSITION_GOES
}

const POSITION_GOES: Denial = {
  code: 'trading.halted',
  detail: 'Its position, or a part of it, is being sold or has been; nothing more is bought.',
}

export type Stored =
  /** null as in `storeAttempt`. */
  { kind: 'stored'; attempt: AttemptRow | null } | { kind: 'halted' } | { kind: 'denied'; denial: Denial }

/**
 * Stores a signed transaction while holding the trading state: after a stricter one is set nothing it
 * forbids is stored, and what is not stored is never sent. An entry is held to the locks and the day's loss
 * as they are now, not as they were when it was accepted; a sell is asked neither.
 */
export const storeWhileAllowed = async (deps: Deps, order: OrderRow, row: NewAttempt): Promise<Stored> => {
  const { userId, tokenMint: mint } = order
  if (order.side === 'SELL') {
    const sell = { userId, row, now: deps.now() }
    // What fails a group is not theirs who were in it. Where it was stored all the same, the second store finds it.
    const stored = await storeSell(deps.db, sell).catch(() => ({ kind: 'busy' }) as const)
    if (stored.kind !== 'busy') return stored
  }
  const market = order.side === 'BUY' ? await marketOfHeld(deps, userId) : null
  return deps.db.transaction(async (tx): Promise<Stored> => {
    // Locks of this account are set under the same lock.
    if (market) await lockUser(tx, userId)
    const now = deps.now()
    const [{ state }, forbidden] = await inOneGo([
      holdTradingState(tx, userId, now),
      market && denySending(tx, { userId, mint, now, market }),
    ])
    if (signingOf(order.side, state) !== 'sign') return { kind: 'halted' }
    const denial = (await denySlice(tx, order)) ?? forbidden
    return denial ? { kind: 'denied', denial } : { kind: 'stored', attempt: await storeAttempt(tx, row) }
  })
}
