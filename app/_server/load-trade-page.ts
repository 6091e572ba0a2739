import type { QueryClient } from '@tanstack/react-query'
import { FIRST_INTERVAL, CANDLE_COUNT } from '@/app/_api/candle-request'
import { queryKeys } from '@/app/_api/query-keys'
import { webComposition } from '@/lib/composition/web'
import { createFirstPaint } from './first-paint'
import type { SessionUser } from './load-session'

/** The Trade page of `wanted`, or of the first token of the catalogue. */
export const loadTradePage = async (
  { context }: SessionUser,
  wanted: string | null,
): Promise<{ cache: QueryClient; mint: string | null }> => {
  const { services } = webComposition()
  const { cache, put } = createFirstPaint()
  const orders = put(queryKeys.orders, services.listOrders(context, { limit: 50 }))
  const preferences = put(queryKeys.preferences, services.getPreferences(context))
  const tokens = await put(
    queryKeys.tokens(''),
    services.searchTokens(context, {}).then((found) => found.tokens),
  )
  const mint = wanted ?? tokens?.[0]?.mint ?? null
  if (mint !== null) {
    const asked = { mint, interval: FIRST_INTERVAL, limit: CANDLE_COUNT }
    await Promise.all([
      put(queryKeys.token(mint), services.getTokenCard(context, { mint })),
      put(
        queryKeys.candles(mint, FIRST_INTERVAL),
        services.getCandles(context, asked).then((answer) => answer.candles),
      ),
    ])
  }
  await Promise.all([orders, preferences])
  return { cache, mint }
}
