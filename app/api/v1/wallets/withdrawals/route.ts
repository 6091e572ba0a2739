import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import {
  operationAnswer,
  operationListAnswer,
  operationListQuery,
  withdrawalInput,
} from '@/lib/contracts/wallets'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /wallets/withdrawals',
  auth: 'user',
  limit: 'user',
  query: operationListQuery,
  answers: { 200: operationListAnswer },
  handle: async ({ ctx, query }) => ({ body: await services().listWithdrawals(ctx, query) }),
})

export const POST = defineRoute({
  route: 'POST /wallets/withdrawals',
  auth: 'user',
  limit: 'user',
  idempotency: 'required',
  body: withdrawalInput,
  answers: { 202: operationAnswer },
  handle: async ({ ctx, body, idempotency }) => {
    const operation = await services().requestWithdrawal(ctx, body, idempotency)
    const location = `/api/v1/wallets/operations/${operation.id}`
    return { status: 202, body: { operation }, headers: { location } }
  },
})

export const { PUT, PATCH, DELETE, OPTIONS } = otherThan('GET', 'POST')
