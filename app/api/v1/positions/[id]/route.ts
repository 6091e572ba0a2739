import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { idParams } from '@/lib/contracts/orders'
import { positionAnswer } from '@/lib/contracts/positions'
import { planInput } from '@/lib/contracts/trade'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /positions/{id}',
  auth: 'user',
  limit: 'user',
  params: idParams,
  answers: { 200: positionAnswer },
  handle: async ({ ctx, params }) => ({ body: { position: await services().getPosition(ctx, params.id) } }),
})

export const PATCH = defineRoute({
  route: 'PATCH /positions/{id}',
  auth: 'user',
  limit: 'exit',
  params: idParams,
  body: planInput,
  answers: { 200: positionAnswer },
  handle: async ({ ctx, params, body }) => {
    await services().changePlan(ctx, params.id, body)
    return { body: { position: await services().getPosition(ctx, params.id) } }
  },
})

export const { POST, PUT, DELETE, OPTIONS } = otherThan('GET', 'PATCH')
