import { queryOptions } from '@tanstack/react-query'
import { type ReadinessView, readinessAnswer } from '@/lib/contracts/health'
import { ApiError } from './api-error'
import { getJson } from './api-client'
import { queryKeys } from './query-keys'

const EVERY_MS = 10_000

/** "Not ready" is a problem that carries the same members; it is an answer here. */
const readReadiness = async (signal: AbortSignal): Promise<ReadinessView> => {
  try {
    return await getJson(readinessAnswer, '/health/ready', signal)
  } catch (error) {
    const told = readinessAnswer.safeParse(error instanceof ApiError ? error.problem : null)
    if (told.success) return told.data
    throw error
  }
}

/** Asked again and again, because a worker that is gone cannot say so itself. */
export const readinessQuery = queryOptions({
  queryKey: queryKeys.readiness,
  queryFn: ({ signal }) => readReadiness(signal),
  refetchInterval: EVERY_MS,
  staleTime: EVERY_MS,
  retry: false,
})
