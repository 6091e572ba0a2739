import { defineRoute, services } from '@/app/api/_http/define-route'
import { answerTrade } from '@/app/api/_http/trade-answer'
import { otherThan } from '@/app/api/_http/wrong-method'
import { buyInput, tradeFilledAnswer, tradeWorkingAnswer } from '@/lib/contracts/trade'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /trade/buy',
  auth: 'user',
  limit: 'trade',
  idempotency: 'required',
  body: buyInput,
  answers: { 201: tradeFilledAnswer, 202: tradeWorkingAnswer },
  handle: async ({ request, ctx, body, idempotency }) => {
    const { orderId } = await services().placeBuyOrder(ctx, body, idempotency)
    return answerTrade(request, ctx, orderId)
  },
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
