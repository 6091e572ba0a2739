import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { positionListAnswer, positionListQuery } from '@/lib/contracts/positions'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /positions',
  auth: 'user',
  limit: 'user',
  query: positionListQuery,
  answers: { 200: positionListAnswer },
  handle: async ({ ctx, query }) => ({ body: await services().listPositions(ctx, query) }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
