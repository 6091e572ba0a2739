import type { QueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/app/_api/query-keys'
import { webComposition } from '@/lib/composition/web'
import { createFirstPaint } from './first-paint'
import type { SessionUser } from './load-session'

/** What every page of the dashboard shows around itself. */
export const loadAccount = async ({ context }: SessionUser): Promise<QueryClient> => {
  const { services } = webComposition()
  const { cache, put } = createFirstPaint()
  await Promise.all([
    put(queryKeys.portfolio, services.getPortfolio(context)),
    put(
      queryKeys.awaitingOrders,
      services.listOrders(context, { status: ['AWAITING_SIGNATURE'], limit: 100 }),
    ),
    put(queryKeys.tradingState, services.getTradingState(context)),
    put(queryKeys.openPositions, services.listPositions(context, { status: 'open', limit: 100 })),
  ])
  return cache
}
