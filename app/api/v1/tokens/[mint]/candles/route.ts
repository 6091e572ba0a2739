import { defineRoute, services } from '@/app/api/_http/define-route'
import { unknownTokenIsNotFound } from '@/app/api/_http/unknown-token'
import { otherThan } from '@/app/api/_http/wrong-method'
import { candleQuery, candlesAnswer, tokenParams } from '@/lib/contracts/tokens'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /tokens/{mint}/candles',
  auth: 'user',
  limit: 'analytics',
  params: tokenParams,
  query: candleQuery,
  answers: { 200: candlesAnswer },
  handle: async ({ ctx, params, query }) => ({
    body: await unknownTokenIsNotFound(services().getCandles(ctx, { ...params, ...query })),
  }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
