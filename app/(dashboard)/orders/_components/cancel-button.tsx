'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { cancelOrder } from '@/app/_api/order-calls'
import { Button } from '@/app/_components/ui/button'
import { notify } from '@/app/_live/notices'
import { applyOrder } from '@/app/_live/stream-cache'
import type { OrderView } from '@/lib/contracts/orders'
import { canCancel } from './order-groups'

export const CancelButton = ({ order }: { order: OrderView }) => {
  const cache = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => cancelOrder(order.id),
    onSuccess: (cancelled) => applyOrder(cache, cancelled),
    onError: (error) =>
      notify({ id: `cancel-${order.id}`, tone: 'warn', title: 'Not cancelled', detail: error.message }),
  })
  if (!canCancel(order)) return null
  return (
    <Button
      size="small"
      disabled={cancel.isPending}
      onClick={() => cancel.mutate()}
      aria-label={`Cancel the ${order.side === 'BUY' ? 'buy' : 'sale'} of ${order.token.symbol}`}
    >
      Cancel
    </Button>
  )
}
