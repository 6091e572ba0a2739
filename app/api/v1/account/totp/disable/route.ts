import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { accountAnswer, secondFactorInput } from '@/lib/contracts/account'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /account/totp/disable',
  auth: 'user',
  limit: 'user',
  body: secondFactorInput,
  answers: { 200: accountAnswer },
  handle: async ({ ctx, body }) => {
    await services().disableTotp(ctx, body)
    return { body: { account: await services().getAccount(ctx) } }
  },
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
