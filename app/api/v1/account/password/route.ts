import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { passwordInput, signedOutAnswer } from '@/lib/contracts/account'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /account/password',
  auth: 'user',
  limit: 'user',
  body: passwordInput,
  answers: { 200: signedOutAnswer },
  handle: async ({ ctx, body }) => {
    await services().changePassword(ctx, body)
    return { body: { signedOut: true } }
  },
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
