import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { accountAnswer } from '@/lib/contracts/account'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /account',
  auth: 'user',
  limit: 'user',
  answers: { 200: accountAnswer },
  handle: async ({ ctx }) => ({ body: { account: await services().getAccount(ctx) } }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
