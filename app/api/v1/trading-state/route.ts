import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { tradingStateAnswer, tradingStateInput } from '@/lib/contracts/trading-state'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /trading-state',
  auth: 'user',
  limit: 'user',
  answers: { 200: tradingStateAnswer },
  handle: async ({ ctx }) => ({ body: await services().getTradingState(ctx) }),
})

export const PUT = defineRoute({
  route: 'PUT /trading-state',
  auth: 'user',
  limit: 'exit',
  body: tradingStateInput,
  answers: { 200: tradingStateAnswer },
  handle: async ({ ctx, body }) => ({ body: await services().setTradingState(ctx, body) }),
})

export const { POST, PATCH, DELETE, OPTIONS } = otherThan('GET', 'PUT')
