import { liveAttempt } from '@/lib/db/attempt-repository'
import { countUnsentSells } from '@/lib/db/holdings-repository'
import { findOrder } from '@/lib/db/order-repository'
import { heldMints } from '@/lib/db/position-repository'
import type { ExecutionDeps } from '@/lib/services/execution/execution-deps'
import type { PriceFeed } from '@/lib/services/prices/price-feed'
import { Reconciler } from '@/lib/services/reconcile/reconciler'
import { tellOutsideMove } from '@/lib/services/reconcile/tell-outside-move'

const RECONCILE_MS = 15_000
/** A pool that cannot be found, or a sell that cannot be built, must not keep entries closed for ever. */
const EXITS_LIMIT_MS = 8_000
const LOOK_MS = 100

export type ReconciliationDeps = {
  execution: ExecutionDeps
  vouch: () => Promise<void>
  feed: Pick<PriceFeed, 'confirmedAt'>
  sweepExits: () => Promise<void>
  onOpen: () => void
}

/** The boot gate: first the books, then the exits that fell due while nobody watched, then entries. */
export const createReconciliation = ({ execution, vouch, feed, sweepExits, onOpen }: ReconciliationDeps) => {
  const { db, now, pause } = execution
  const stopping = new AbortController()
  const isPriced = async (): Promise<boolean> =>
    (await heldMints(db)).every((mint) => feed.confirmedAt(mint) !== null)
  const areExitsOut = async (): Promise<boolean> => (await countUnsentSells(db)) === 0
  const exitsFirst = async (): Promise<void> => {
    const deadline = now().getTime() + EXITS_LIMIT_MS
    for (const isDone of [isPriced, areExitsOut]) {
      await sweepExits()
      do await pause(LOOK_MS, stopping.signal)
      while (!(await isDone()) && now().getTime() < deadline)
    }
  }
  const reconciler: Reconciler = new Reconciler({
    ...execution,
    vouch,
    everyMs: RECONCILE_MS,
    onShrunk: (shrunk) => tellOutsideMove(execution, shrunk),
    beforeEntries: exitsFirst,
    onOpen,
  })
  return {
    reconciler,
    stop: () => stopping.abort(new Error('the worker stops')),
    /** Whether the order must wait: an entry of which nothing is out yet, while the gate is closed. */
    mustWait: async (orderId: string): Promise<boolean> => {
      if (reconciler.isOpen()) return false
      const order = await findOrder(db, orderId)
      return order?.side === 'BUY' && (await liveAttempt(db, orderId)) === null
    },
    /** A failed simulation may mean that the tokens are not there. */
    watching: (chain: ExecutionDeps['chain']): ExecutionDeps['chain'] => ({
      ...chain,
      simulate: async (transaction, watch) => {
        const simulation = await chain.simulate(transaction, watch)
        if (simulation.error !== null) reconciler.poke()
        return simulation
      },
    }),
  }
}
