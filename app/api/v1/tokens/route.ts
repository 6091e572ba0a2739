import { defineRoute, services } from '@/app/api/_http/define-route'
import { tokenListAnswer, tokenListQuery } from '@/lib/contracts/tokens'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /tokens',
  auth: 'user',
  limit: 'analytics',
  query: tokenListQuery,
  answers: { 200: tokenListAnswer },
  handle: async ({ ctx, query }) => ({ body: await services().searchTokens(ctx, query) }),
})
