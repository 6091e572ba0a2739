import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { idParams, orderAnswer } from '@/lib/contracts/orders'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /orders/{id}',
  auth: 'user',
  limit: 'user',
  params: idParams,
  answers: { 200: orderAnswer },
  handle: async ({ ctx, params }) => ({ body: { order: await services().getOrder(ctx, params.id) } }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
