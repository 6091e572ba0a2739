import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { idParams, orderAnswer } from '@/lib/contracts/orders'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /orders/{id}/resume',
  auth: 'user',
  limit: 'exit',
  params: idParams,
  answers: { 200: orderAnswer },
  handle: async ({ ctx, params }) => ({
    body: { order: await services().pauseSlicing(ctx, params.id, 'resume') },
  }),
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
