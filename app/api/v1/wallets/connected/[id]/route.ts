import { z } from 'zod'
import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { idParams } from '@/lib/contracts/orders'

export const dynamic = 'force-dynamic'

export const DELETE = defineRoute({
  route: 'DELETE /wallets/connected/{id}',
  auth: 'user',
  limit: 'user',
  params: idParams,
  answers: { 200: z.object({ removed: z.literal(true) }) },
  handle: async ({ ctx, params }) => {
    await services().unlinkWallet(ctx, params.id)
    return { body: { removed: true } }
  },
})

export const { GET, POST, PUT, PATCH, OPTIONS } = otherThan('DELETE')
