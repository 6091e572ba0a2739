import type { QueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/app/_api/query-keys'
import { webComposition } from '@/lib/composition/web'
import { createFirstPaint } from './first-paint'
import type { SessionUser } from './load-session'

export const loadOrders = async ({ context }: SessionUser): Promise<QueryClient> => {
  const { services } = webComposition()
  const { cache, put } = createFirstPaint()
  await Promise.all([
    put(queryKeys.orders, services.listOrders(context, { limit: 50 })),
    put(
      queryKeys.dcaPlans,
      services.listDcaPlans(context).then(({ plans }) => plans),
    ),
  ])
  return cache
}
