import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { depositInput, operationAnswer } from '@/lib/contracts/wallets'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /wallets/deposits',
  auth: 'user',
  limit: 'user',
  idempotency: 'required',
  body: depositInput,
  answers: { 201: operationAnswer },
  handle: async ({ ctx, body, idempotency }) => ({
    status: 201,
    body: { operation: await services().requestDeposit(ctx, body, idempotency) },
  }),
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
