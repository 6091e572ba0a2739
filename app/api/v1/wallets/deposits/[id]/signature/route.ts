import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { idParams, signatureInput } from '@/lib/contracts/orders'
import { operationAnswer } from '@/lib/contracts/wallets'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /wallets/deposits/{id}/signature',
  auth: 'user',
  limit: 'user',
  params: idParams,
  body: signatureInput,
  answers: { 202: operationAnswer },
  handle: async ({ ctx, params, body }) => {
    const signed = Buffer.from(body.signedTransaction, 'base64')
    return { status: 202, body: { operation: await services().submitDeposit(ctx, params.id, signed) } }
  },
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
