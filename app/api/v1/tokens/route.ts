import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
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

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
