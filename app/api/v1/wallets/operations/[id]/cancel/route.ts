import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { idParams } from '@/lib/contracts/orders'
import { operationAnswer } from '@/lib/contracts/wallets'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /wallets/operations/{id}/cancel',
  auth: 'user',
  limit: 'exit',
  params: idParams,
  answers: { 200: operationAnswer },
  handle: async ({ ctx, params }) => ({
    body: { operation: await services().cancelWalletOperation(ctx, params.id) },
  }),
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
