import { findOrders, type OrderRow } from '@/lib/db/order-repository'
import { findPositions } from '@/lib/db/position-repository'
import type { LivePublisher } from '../live-publisher'
import { orderViews } from '../orders/order-view'
import { positionViews } from '../positions/position-view'
import type { ExecutionDeps } from './execution-deps'
import { tradesAreOut } from './trades-first'

type Deps = Pick<ExecutionDeps, 'db' | 'live' | 'readMarket'>
type Round = { ids: Set<string>; told: Promise<void> }

/** A hundred sells that begin at once are told in one round of queries, not in a hundred. */
const TOGETHER_MS = 20
/** While many sells are not out yet, rounds are this much rarer. */
const LONGEST_MS = 500
const PER_ROUND = 200

/** Of each publisher: the round that gathers orders, and the one under way. One after the other, so that none tells older news. */
const rounds = new WeakMap<LivePublisher, { gathering: Round | null; last: Promise<void> }>()

/** Shows the order, and its position if it has one, to whoever watches. Resolves once they are told. */
export const publishOrder = (deps: Deps, orderId: string): Promise<void> => {
  const own = rounds.get(deps.live) ?? { gathering: null, last: Promise.resolve() }
  rounds.set(deps.live, own)
  if (own.gathering && own.gathering.ids.size < PER_ROUND) {
    own.gathering.ids.add(orderId)
    return own.gathering.told
  }
  const ids = new Set([orderId])
  const told = Promise.all([own.last, pause(TOGETHER_MS)])
    .then(() => tradesAreOut(deps.db, LONGEST_MS))
    .then(() => {
      if (own.gathering?.ids === ids) own.gathering = null
      return tell(deps, [...ids])
    })
  own.gathering = { ids, told }
  own.last = told.catch(() => {})
  return told
}

/** The same where nothing waits for it: what is shown holds up no trade. */
export const publishOrderSoon = (deps: Deps & Pick<ExecutionDeps, 'logger'>, orderId: string): void => {
  publishOrder(deps, orderId).catch((error: unknown) =>
    deps.logger.warn({ orderId, err: error }, 'an order was not shown; its next change shows it'),
  )
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Slices are shown within their orders. */
const shownOrders = async (deps: Deps, ids: readonly string[]): Promise<OrderRow[]> => {
  const found = await findOrders(deps.db, ids)
  const parents = new Set(found.flatMap(({ parentId }) => parentId ?? []))
  const whole = found.filter(({ id, parentId }) => parentId === null && !parents.has(id))
  return [...whole, ...(await findOrders(deps.db, [...parents]))]
}

const tell = async (deps: Deps, ids: readonly string[]): Promise<void> => {
  const rows = await shownOrders(deps, ids)
  const held = rows.flatMap(({ positionId }) => (positionId === null ? [] : [positionId]))
  const [views, positions] = await Promise.all([
    orderViews(deps.db, rows),
    findPositions(deps.db, [...new Set(held)]).then(async (found) => ({
      found,
      views: await positionViews(deps, found),
    })),
  ])
  rows.forEach((row, place) => {
    deps.live.publish({ userId: row.userId, name: 'order', data: { order: views[place]! } })
  })
  positions.found.forEach((row, place) => {
    deps.live.publish({ userId: row.userId, name: 'position', data: { position: positions.views[place]! } })
  })
}
