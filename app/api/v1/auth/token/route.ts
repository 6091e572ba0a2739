import { defineRoute } from '@/app/api/_http/define-route'
import { issueToken } from '@/app/api/_http/sign-in'
import { otherThan } from '@/app/api/_http/wrong-method'
import { tokenAuthAnswer, tokenInput } from '@/lib/contracts/trade'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /auth/token',
  auth: 'none',
  limit: 'user',
  body: tokenInput,
  answers: { 200: tokenAuthAnswer },
  handle: async ({ body, address }) => ({ body: await issueToken(body, address) }),
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
