import { useQuery } from '@tanstack/react-query'
import { awaitingOrdersQuery } from '@/app/_api/connected-calls'

/** Whether a sell of the position is built and waits for the trader's own wallet. */
export const useAwaitsSignature = (positionId: string): boolean => {
  const { data = false } = useQuery({
    ...awaitingOrdersQuery,
    select: ({ orders }) => orders.some((order) => order.positionId === positionId && order.side === 'SELL'),
  })
  return data
}
