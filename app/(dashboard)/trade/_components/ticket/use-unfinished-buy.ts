import { useQuery } from '@tanstack/react-query'
import { ordersQuery } from '@/app/_api/queries'
import type { OrderView } from '@/lib/contracts/orders'

export type UnfinishedBuy = 'working' | 'unproven'

const STATE: Partial<Record<OrderView['status'], UnfinishedBuy>> = {
  RECEIVED: 'working',
  WORKING: 'working',
  AWAITING_SIGNATURE: 'working',
  UNKNOWN: 'unproven',
}

/** The state of an earlier buy of this token that has no end yet, or null. One that waits for a price, or is bought slice by slice, is none. */
export const useUnfinishedBuy = (mint: string): UnfinishedBuy | null => {
  const { data = null } = useQuery({
    ...ordersQuery,
    select: ({ orders }) => {
      const states = orders
        .filter(
          (order) => order.token.mint === mint && order.side === 'BUY' && !order.waiting && !order.slicing,
        )
        .map((order) => STATE[order.status])
      return states.includes('unproven') ? 'unproven' : states.includes('working') ? 'working' : null
    },
  })
  return data
}
