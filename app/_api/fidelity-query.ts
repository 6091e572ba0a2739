import { queryOptions } from '@tanstack/react-query'
import { fidelityAnswer } from '@/lib/contracts/fidelity'
import { getJson } from './api-client'
import { queryKeys } from './query-keys'

/** A figure over many fills: one more or less changes little, so it is asked when the page is opened. */
export const fidelityQuery = queryOptions({
  queryKey: queryKeys.fidelity,
  queryFn: async ({ signal }) => (await getJson(fidelityAnswer, '/execution/fidelity', signal)).fidelity,
  staleTime: 60_000,
})
