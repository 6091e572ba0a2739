'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { pauseOrder } from '@/app/_api/order-calls'
import { Button } from '@/app/_components/ui/button'
import { notify } from '@/app/_live/notices'
import { applyOrder } from '@/app/_live/stream-cache'
import type { OrderView } from '@/lib/contracts/orders'

type Props = { order: OrderView; slicing: NonNullable<OrderView['slicing']> }

/** Holds the next slices back, or lets them go on. */
export const PauseButton = ({ order, slicing }: Props) => {
  const cache = useQueryClient()
  const isPaused = slicing.status === 'PAUSED'
  const change = useMutation({
    mutationFn: () => pauseOrder(order.id, isPaused ? 'resume' : 'pause'),
    onSuccess: (changed) => applyOrder(cache, changed),
    onError: (error) =>
      notify({ id: `pause-${order.id}`, tone: 'warn', title: 'Not changed', detail: error.message }),
  })
  if (slicing.status !== 'ACTIVE' && !isPaused) return null
  return (
    <Button size="small" disabled={change.isPending} onClick={() => change.mutate()}>
      {isPaused ? 'Go on' : 'Pause'}
    </Button>
  )
}
