import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { recoveryCodesAnswer, secondFactorInput } from '@/lib/contracts/account'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /account/totp/confirm',
  auth: 'user',
  limit: 'user',
  body: secondFactorInput,
  answers: { 200: recoveryCodesAnswer },
  handle: async ({ ctx, body }) => ({ body: await services().confirmTotp(ctx, body) }),
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
