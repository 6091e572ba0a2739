import { defineRoute, services } from '@/app/api/_http/define-route'
import { unknownTokenIsNotFound } from '@/app/api/_http/unknown-token'
import { otherThan } from '@/app/api/_http/wrong-method'
import { tokenAnswer, tokenCardQuery, tokenParams } from '@/lib/contracts/tokens'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /tokens/{mint}',
  auth: 'user',
  limit: 'analytics',
  params: tokenParams,
  query: tokenCardQuery,
  answers: { 200: tokenAnswer },
  handle: async ({ ctx, params, query }) => ({
    body: { token: await unknownTokenIsNotFound(services().getTokenCard(ctx, { ...params, ...query })) },
  }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
