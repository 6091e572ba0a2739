import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { dcaPlanAnswer } from '@/lib/contracts/dca'
import { idParams } from '@/lib/contracts/orders'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /dca/{id}/pause',
  auth: 'user',
  limit: 'exit',
  params: idParams,
  answers: { 200: dcaPlanAnswer },
  handle: async ({ ctx, params }) => ({
    body: { plan: await services().changeDcaPlan(ctx, params.id, 'pause') },
  }),
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
