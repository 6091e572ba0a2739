import { defineRoute, services } from '@/app/api/_http/define-route'
import { answerTrade } from '@/app/api/_http/trade-answer'
import { otherThan } from '@/app/api/_http/wrong-method'
import { idParams, signatureInput } from '@/lib/contracts/orders'
import { tradeFilledAnswer, tradeWorkingAnswer } from '@/lib/contracts/trade'

export const dynamic = 'force-dynamic'

/** The order's transaction, signed by the connected wallet. Waits as a trade does. */
export const POST = defineRoute({
  route: 'POST /orders/{id}/signature',
  auth: 'user',
  limit: 'exit',
  params: idParams,
  body: signatureInput,
  answers: { 201: tradeFilledAnswer, 202: tradeWorkingAnswer },
  handle: async ({ request, ctx, params, body }) => {
    await services().submitSignature(ctx, params.id, Buffer.from(body.signedTransaction, 'base64'))
    return answerTrade(request, ctx, params.id)
  },
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
