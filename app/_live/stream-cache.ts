import type { QueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { queryKeys } from '@/app/_api/query-keys'
import type { OrderView, orderListAnswer } from '@/lib/contracts/orders'
import type { PositionView, positionListAnswer } from '@/lib/contracts/positions'
import type { PriceEvent, StreamEventData, StreamEventName } from '@/lib/contracts/stream-events'
import type { NodesView, SystemView } from '@/lib/contracts/system'
import type { operationListAnswer, WalletOperationView } from '@/lib/contracts/wallets'
import type { TradingStateView } from '@/lib/contracts/trading-state'

type PositionList = z.infer<typeof positionListAnswer>
type TransferList = z.infer<typeof operationListAnswer>
type OrderList = z.infer<typeof orderListAnswer>

const LIVE_POSITION = new Set<PositionView['status']>(['OPEN', 'CLOSING', 'TRAPPED'])
export const isLivePosition = (position: PositionView): boolean => LIVE_POSITION.has(position.status)

const putFirst = <T extends { id: string }>(list: readonly T[], item: T): T[] => {
  const index = list.findIndex((other) => other.id === item.id)
  return index === -1 ? [item, ...list] : list.map((other, at) => (at === index ? item : other))
}

const applyPosition = (cache: QueryClient, position: PositionView): void => {
  cache.setQueryData<PositionList>(queryKeys.closedPositions, (list) => {
    if (!list || isLivePosition(position)) return list
    return { ...list, positions: putFirst(list.positions, position) }
  })
  cache.setQueryData<PositionList>(queryKeys.openPositions, (list) => {
    if (!list) return list
    const positions = isLivePosition(position)
      ? putFirst(list.positions, position)
      : list.positions.filter((other) => other.id !== position.id)
    return { ...list, positions }
  })
}

/** An order only gains steps: one with fewer is older. */
const isOlder = (next: OrderView, known: OrderView | undefined): boolean =>
  known !== undefined && next.timeline.length < known.timeline.length

export const applyOrder = (cache: QueryClient, order: OrderView): void => {
  const before = cache.getQueryData<OrderList>(queryKeys.orders)?.orders.find(({ id }) => id === order.id)
  // What a waiting entry sets aside is no longer free, and no fill tells of it.
  if ((before?.waiting ?? false) !== order.waiting)
    void cache.invalidateQueries({ queryKey: queryKeys.portfolio })
  cache.setQueryData<OrderView>(queryKeys.order(order.id), (known) => (isOlder(order, known) ? known : order))
  cache.setQueryData<OrderList>(queryKeys.awaitingOrders, (list) => {
    if (!list) return list
    const orders = list.orders.filter((other) => other.id !== order.id)
    return { ...list, orders: order.status === 'AWAITING_SIGNATURE' ? [order, ...orders] : orders }
  })
  cache.setQueryData<OrderList>(queryKeys.orders, (list) => {
    if (!list) return list
    const known = list.orders.find((other) => other.id === order.id)
    return isOlder(order, known) ? list : { ...list, orders: putFirst(list.orders, order) }
  })
}

/** Of two prices of one mint the later slot counts; within a slot the later time. */
const isNewer = (next: PriceEvent, known: PriceEvent | undefined): boolean =>
  known === undefined ||
  next.slot > known.slot ||
  (next.slot === known.slot && next.at >= known.at) ||
  Date.parse(next.at) - Date.parse(known.at) > 30_000

export const applyPrice = (cache: QueryClient, price: PriceEvent): void => {
  cache.setQueryData<PriceEvent>(queryKeys.price(price.mint), (known) =>
    isNewer(price, known) ? price : known,
  )
}

/** A transfer only goes forward: what has ended stays ended. */
export const applyTransfer = (cache: QueryClient, transfer: WalletOperationView): void => {
  const known = cache.getQueryData<WalletOperationView>(queryKeys.transfer(transfer.id))
  if (known?.resolvedAt && !transfer.resolvedAt) return
  cache.setQueryData(queryKeys.transfer(transfer.id), transfer)
  cache.setQueryData<TransferList>(
    queryKeys.transfers,
    (list) => list && { ...list, operations: putFirst(list.operations, transfer) },
  )
  void cache.invalidateQueries({ queryKey: queryKeys.wallets })
  if (transfer.resolvedAt) void cache.invalidateQueries({ queryKey: queryKeys.portfolio })
}

/** Shown at once; both scopes are fetched again, which the event does not tell. */
const applyTradingState = (cache: QueryClient, state: StreamEventData<'trading-state'>): void => {
  cache.setQueryData<TradingStateView>(queryKeys.tradingState, (known) => known && { ...known, ...state })
  void cache.invalidateQueries({ queryKey: queryKeys.tradingState })
}

/** Shown at once; the rest of the Health page is fetched again while somebody looks at it. */
const applyNodes = (cache: QueryClient, nodes: NodesView): void => {
  cache.setQueryData<SystemView>(queryKeys.system, (known) => known && { ...known, nodes })
  void cache.invalidateQueries({ queryKey: queryKeys.system })
}

/** Writes one event of the stream into the cache that every component reads. */
export const applyStreamEvent = <N extends StreamEventName>(
  cache: QueryClient,
  name: N,
  data: StreamEventData<N>,
): void => {
  const event = { name, data } as {
    [K in StreamEventName]: { name: K; data: StreamEventData<K> }
  }[StreamEventName]
  switch (event.name) {
    case 'price':
      return applyPrice(cache, event.data)
    case 'position':
      return applyPosition(cache, event.data.position)
    case 'order':
      if (event.data.order.dcaPlanId !== null) void cache.invalidateQueries({ queryKey: queryKeys.dcaPlans })
      return applyOrder(cache, event.data.order)
    case 'portfolio':
      cache.setQueryData(queryKeys.portfolio, event.data.portfolio)
      return
    case 'trading-state':
      applyTradingState(cache, event.data)
      return
    case 'nodes':
      return applyNodes(cache, event.data)
    case 'transfer':
      return applyTransfer(cache, event.data.operation)
    case 'alert':
      return
  }
}
