import type { QueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/app/_api/query-keys'
import { webComposition } from '@/lib/composition/web'
import { createFirstPaint } from './first-paint'
import type { SessionUser } from './load-session'

export const loadClosedPositions = async ({ context }: SessionUser): Promise<QueryClient> => {
  const { services } = webComposition()
  const { cache, put } = createFirstPaint()
  await put(queryKeys.closedPositions, services.listPositions(context, { status: 'closed', limit: 50 }))
  return cache
}
