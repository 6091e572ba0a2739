import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { ApiError } from '@/app/_api/api-error'
import { createDcaPlan } from '@/app/_api/order-calls'
import { queryKeys } from '@/app/_api/query-keys'
import { notify } from '@/app/_live/notices'

/** Begins a plan of recurring purchases; its orders then come over the stream like any others. */
export const useRepeat = () => {
  const cache = useQueryClient()
  const last = useRef<{ body: string; key: string } | null>(null)
  const keyFor = (body: unknown): string => {
    const text = JSON.stringify(body)
    if (last.current?.body !== text) last.current = { body: text, key: crypto.randomUUID() }
    return last.current.key
  }
  return useMutation({
    mutationFn: (body: Record<string, unknown>) => createDcaPlan(body, keyFor(body)),
    // A lost answer is asked for again; with the same key it is the same plan.
    retry: (count, error) => count < 3 && error instanceof ApiError && error.failure === 'no-answer',
    onSuccess: (plan) => {
      last.current = null
      void cache.invalidateQueries({ queryKey: queryKeys.dcaPlans })
      notify({
        id: `plan-${plan.id}`,
        tone: 'info',
        title: 'The plan has begun',
        detail: `${plan.count} purchases of ${plan.token.symbol}. Pause or end it under Orders.`,
      })
    },
    onError: (error) =>
      notify({ id: 'plan-refused', tone: 'warn', title: 'No plan was made', detail: error.message }),
  })
}
