import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { idParams } from '@/lib/contracts/orders'
import { operationAnswer } from '@/lib/contracts/wallets'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /wallets/operations/{id}',
  auth: 'user',
  limit: 'user',
  params: idParams,
  answers: { 200: operationAnswer },
  handle: async ({ ctx, params }) => ({
    body: { operation: await services().getWalletOperation(ctx, params.id) },
  }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
