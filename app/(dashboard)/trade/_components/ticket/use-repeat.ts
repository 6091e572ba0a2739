import { useMutation, useQueryClient } from '@tanstack/react-query'
import { createDcaPlan } from '@/app/_api/order-calls'
import { queryKeys } from '@/app/_api/query-keys'
import { notify } from '@/app/_live/notices'

/** Begins a plan of recurring purchases; its orders then come over the stream like any others. */
export const useRepeat = () => {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: createDcaPlan,
    onSuccess: (plan) => {
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
