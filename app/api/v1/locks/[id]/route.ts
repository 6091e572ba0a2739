import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { idParams } from '@/lib/contracts/orders'
import { lockAnswer } from '@/lib/contracts/risk'

export const dynamic = 'force-dynamic'

export const DELETE = defineRoute({
  route: 'DELETE /locks/{id}',
  auth: 'user',
  limit: 'user',
  params: idParams,
  answers: { 200: lockAnswer },
  handle: async ({ ctx, params }) => ({ body: { lock: await services().removeLock(ctx, params.id) } }),
})

export const { GET, POST, PUT, PATCH, OPTIONS } = otherThan('DELETE')
