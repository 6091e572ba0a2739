import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { idParams } from '@/lib/contracts/orders'
import { positionAnswer } from '@/lib/contracts/positions'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /positions/{id}',
  auth: 'user',
  limit: 'user',
  params: idParams,
  answers: { 200: positionAnswer },
  handle: async ({ ctx, params }) => ({ body: { position: await services().getPosition(ctx, params.id) } }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
