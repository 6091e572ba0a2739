import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { adoptInput } from '@/lib/contracts/adopt'
import { positionAnswer } from '@/lib/contracts/positions'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /positions/adopt',
  auth: 'user',
  limit: 'exit',
  body: adoptInput,
  answers: { 201: positionAnswer },
  handle: async ({ ctx, body }) => ({
    status: 201,
    body: { position: await services().adoptHolding(ctx, body) },
  }),
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
