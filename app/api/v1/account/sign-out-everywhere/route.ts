import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { signedOutAnswer } from '@/lib/contracts/account'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /account/sign-out-everywhere',
  auth: 'user',
  limit: 'user',
  answers: { 200: signedOutAnswer },
  handle: async ({ ctx }) => {
    await services().signOutEverywhere(ctx)
    return { body: { signedOut: true } }
  },
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
