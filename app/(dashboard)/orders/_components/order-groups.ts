import type { OrderView } from '@/lib/contracts/orders'

export const ORDER_GROUPS = [
  { value: 'all', label: 'All' },
  { value: 'working', label: 'Working' },
  { value: 'waiting', label: 'Limit' },
  { value: 'done', label: 'Filled' },
  { value: 'not-done', label: 'Not done' },
] as const
export type OrderGroup = (typeof ORDER_GROUPS)[number]['value']

const groupOf = (order: OrderView): OrderGroup => {
  if (order.waiting) return 'waiting'
  switch (order.status) {
    case 'FILLED':
    case 'PARTIALLY_FILLED':
      return 'done'
    case 'DENIED':
    case 'REJECTED':
    case 'EXPIRED':
    case 'CANCELLED':
      return 'not-done'
    default:
      return 'working'
  }
}

export const inGroup = (orders: readonly OrderView[], group: OrderGroup): OrderView[] =>
  orders.filter((order) => group === 'all' || groupOf(order) === group)

/** A sell goes on once begun, but for the slices to come; a buy can be called back while nothing of it is out. The server decides. */
export const canCancel = (order: OrderView): boolean =>
  (order.side === 'BUY' || order.slicing !== null) &&
  ['RECEIVED', 'WORKING', 'AWAITING_SIGNATURE'].includes(order.status)

/** Newest first, each once: the live list and the older pages may overlap. */
export const merged = (live: readonly OrderView[], older: readonly OrderView[]): OrderView[] => [
  ...live,
  ...older.filter((order) => !live.some(({ id }) => id === order.id)),
]
