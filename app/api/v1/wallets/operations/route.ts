import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { operationListAnswer, operationListQuery } from '@/lib/contracts/wallets'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /wallets/operations',
  auth: 'user',
  limit: 'user',
  query: operationListQuery,
  answers: { 200: operationListAnswer },
  handle: async ({ ctx, query }) => ({ body: await services().listWalletOperations(ctx, query) }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
