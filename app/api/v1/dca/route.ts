import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { dcaInput, dcaPlanAnswer, dcaPlanListAnswer } from '@/lib/contracts/dca'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /dca',
  auth: 'user',
  limit: 'user',
  answers: { 200: dcaPlanListAnswer },
  handle: async ({ ctx }) => ({ body: await services().listDcaPlans(ctx) }),
})

export const POST = defineRoute({
  route: 'POST /dca',
  auth: 'user',
  limit: 'trade',
  body: dcaInput,
  idempotency: 'optional',
  answers: { 201: dcaPlanAnswer },
  handle: async ({ ctx, body, idempotency }) => ({
    status: 201,
    body: { plan: await services().createDcaPlan(ctx, body, idempotency) },
  }),
})

export const { PUT, PATCH, DELETE, OPTIONS } = otherThan('GET', 'POST')
