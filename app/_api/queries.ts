import { queryOptions, skipToken } from '@tanstack/react-query'
import { accountAnswer } from '@/lib/contracts/account'
import { dcaPlanListAnswer } from '@/lib/contracts/dca'
import { previewAnswer } from '@/lib/contracts/preview'
import { preferencesAnswer } from '@/lib/contracts/preferences'
import { orderAnswer, orderListAnswer } from '@/lib/contracts/orders'
import { portfolio, positionListAnswer } from '@/lib/contracts/positions'
import { locksAnswer, riskOverview } from '@/lib/contracts/risk'
import { systemAnswer } from '@/lib/contracts/system'
import type { PriceEvent } from '@/lib/contracts/stream-events'
import { type CandleInterval, candlesAnswer, tokenAnswer, tokenListAnswer } from '@/lib/contracts/tokens'
import { tradingStateAnswer } from '@/lib/contracts/trading-state'
import { callApi, getJson, parseAnswer } from './api-client'
import { CANDLE_COUNT } from './candle-request'
import { queryKeys } from './query-keys'

/** Fetched once; from then on the stream writes. A reconnect fetches again. */
const LIVE = { staleTime: Infinity, gcTime: Infinity } as const

export const portfolioQuery = queryOptions({
  queryKey: queryKeys.portfolio,
  queryFn: ({ signal }) => getJson(portfolio, '/portfolio', signal),
  ...LIVE,
})

/** Changed on the Settings page only, which writes what was answered. */
export const preferencesQuery = queryOptions({
  queryKey: queryKeys.preferences,
  queryFn: async ({ signal }) =>
    (await getJson(preferencesAnswer, '/account/preferences', signal)).preferences,
  staleTime: Infinity,
})

/** Changed on the Settings page only. */
export const accountQuery = queryOptions({
  queryKey: queryKeys.account,
  queryFn: async ({ signal }) => (await getJson(accountAnswer, '/account', signal)).account,
  staleTime: Infinity,
})

export const openPositionsQuery = queryOptions({
  queryKey: queryKeys.openPositions,
  queryFn: ({ signal }) => getJson(positionListAnswer, '/positions?status=open&limit=100', signal),
  ...LIVE,
})

export const closedPositionsQuery = queryOptions({
  queryKey: queryKeys.closedPositions,
  queryFn: ({ signal }) => getJson(positionListAnswer, '/positions?status=closed&limit=50', signal),
  ...LIVE,
})

export const ordersQuery = queryOptions({
  queryKey: queryKeys.orders,
  queryFn: ({ signal }) => getJson(orderListAnswer, '/orders?limit=50', signal),
  ...LIVE,
})

/** What a buy would do, in words; asked when it is about to be confirmed. */
export const previewQuery = (body: string) =>
  queryOptions({
    queryKey: ['preview', body] as const,
    queryFn: async ({ signal }) => {
      const answer = await callApi('/trade/preview', { method: 'POST', body }, signal)
      return parseAnswer(previewAnswer, answer).preview
    },
    gcTime: 0,
    retry: false,
  })

/** Changes when a purchase falls due, which its order on the stream tells. */
export const dcaPlansQuery = queryOptions({
  queryKey: queryKeys.dcaPlans,
  queryFn: async ({ signal }) => (await getJson(dcaPlanListAnswer, '/dca', signal)).plans,
  ...LIVE,
})

export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.order(id),
    queryFn: async ({ signal }) => (await getJson(orderAnswer, `/orders/${id}`, signal)).order,
    ...LIVE,
  })

export const tokensQuery = (query = '') =>
  queryOptions({
    queryKey: queryKeys.tokens(query),
    queryFn: async ({ signal }) => {
      const path = query === '' ? '/tokens' : `/tokens?query=${encodeURIComponent(query)}`
      return (await getJson(tokenListAnswer, path, signal)).tokens
    },
    staleTime: query === '' ? Infinity : 30_000,
  })

export const tokenQuery = (mint: string) =>
  queryOptions({
    queryKey: queryKeys.token(mint),
    queryFn: async ({ signal }) => (await getJson(tokenAnswer, `/tokens/${mint}`, signal)).token,
    staleTime: 60_000,
  })

/** What buying and selling this amount at once would cost, from the pool as it is now. */
export const exitCostQuery = (mint: string, amountUsd: string | null) =>
  queryOptions({
    queryKey: queryKeys.exitCost(mint, amountUsd ?? ''),
    queryFn:
      amountUsd === null
        ? skipToken
        : async ({ signal }) => {
            const path = `/tokens/${mint}?amountUsd=${encodeURIComponent(amountUsd)}`
            return (await getJson(tokenAnswer, path, signal)).token.roundTrip
          },
    staleTime: 15_000,
  })

export const candlesQuery = (mint: string, interval: CandleInterval) =>
  queryOptions({
    queryKey: queryKeys.candles(mint, interval),
    queryFn: async ({ signal }) => {
      const path = `/tokens/${mint}/candles?interval=${interval}&limit=${CANDLE_COUNT}`
      return (await getJson(candlesAnswer, path, signal)).candles
    },
    staleTime: 30_000,
  })

export const priceQuery = (mint: string) =>
  queryOptions<PriceEvent>({ queryKey: queryKeys.price(mint), queryFn: skipToken, ...LIVE })

export const tradingStateQuery = queryOptions({
  queryKey: queryKeys.tradingState,
  queryFn: ({ signal }) => getJson(tradingStateAnswer, '/trading-state', signal),
  ...LIVE,
})

export const riskQuery = queryOptions({
  queryKey: queryKeys.risk,
  queryFn: ({ signal }) => getJson(riskOverview, '/risk', signal),
  ...LIVE,
})

/**
 * The stream tells every few seconds how the nodes do, and has the rest fetched again. Asked for besides, because a
 * worker or a Redis that is gone cannot say so itself.
 */
export const systemQuery = queryOptions({
  queryKey: queryKeys.system,
  queryFn: ({ signal }) => getJson(systemAnswer, '/system', signal),
  refetchInterval: 10_000,
  staleTime: 0,
})

/** What keeps entries out; fetched again with everything else of the risk page. */
export const locksQuery = queryOptions({
  queryKey: queryKeys.locks,
  queryFn: async ({ signal }) => (await getJson(locksAnswer, '/locks', signal)).locks,
  ...LIVE,
})
