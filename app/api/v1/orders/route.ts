import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { orderListAnswer, orderListQuery } from '@/lib/contracts/orders'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /orders',
  auth: 'user',
  limit: 'user',
  query: orderListQuery,
  answers: { 200: orderListAnswer },
  handle: async ({ ctx, query }) => ({ body: await services().listOrders(ctx, query) }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
