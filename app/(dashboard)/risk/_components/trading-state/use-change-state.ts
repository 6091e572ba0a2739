import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/app/_api/query-keys'
import { changeTradingState } from '@/app/_api/trading-state-calls'

export const useChangeState = (onDone: () => void) => {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: changeTradingState,
    onSuccess: (state) => {
      cache.setQueryData(queryKeys.tradingState, state)
      onDone()
    },
  })
}
