import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { reclaimable, reclaimInput } from '@/lib/contracts/reclaim'
import { operationAnswer } from '@/lib/contracts/wallets'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /wallets/reclaim',
  auth: 'user',
  limit: 'user',
  answers: { 200: reclaimable },
  handle: async ({ ctx }) => ({ body: await services().listReclaimable(ctx) }),
})

export const POST = defineRoute({
  route: 'POST /wallets/reclaim',
  auth: 'user',
  limit: 'user',
  idempotency: 'required',
  body: reclaimInput,
  answers: { 202: operationAnswer },
  handle: async ({ ctx, body, idempotency }) => {
    const operation = await services().requestReclaim(ctx, body, idempotency)
    const location = `/api/v1/wallets/operations/${operation.id}`
    return { status: 202, body: { operation }, headers: { location } }
  },
})

export const { PUT, PATCH, DELETE, OPTIONS } = otherThan('GET', 'POST')
