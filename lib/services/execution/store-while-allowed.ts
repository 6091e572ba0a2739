import { type AttemptRow, type NewAttempt, storeAttempt } from '@/lib/db/attempt-repository'
import type { OrderRow } from '@/lib/db/order-repository'
import { signingOf } from '@/lib/domain/trading-state/signing'
import { effectiveTradingState, holdTradingState } from '../trading-state/effective-trading-state'
import type { ExecutionDeps } from './execution-deps'

type Deps = Pick<ExecutionDeps, 'db' | 'now'>

/** Asked before anything is quoted; what counts is `storeWhileAllowed`. */
export const isSigningAllowed = async (deps: Deps, order: OrderRow): Promise<boolean> => {
  const { state } = await effectiveTradingState(deps.db, order.userId, deps.now())
  return signingOf(order.side, state) === 'sign'
}

/**
 * Stores a signed transaction while holding the trading state: after a stricter one is set nothing it
 * forbids is stored, and what is not stored is never sent. null as in `storeAttempt`.
 */
export const storeWhileAllowed = (
  deps: Deps,
  order: OrderRow,
  row: NewAttempt,
): Promise<AttemptRow | null | 'halted'> =>
  deps.db.transaction(async (tx) => {
    const { state } = await holdTradingState(tx, order.userId, deps.now())
    return signingOf(order.side, state) === 'sign' ? storeAttempt(tx, row) : 'halted'
  })
