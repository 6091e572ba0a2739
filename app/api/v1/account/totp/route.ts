import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { beginTotpAnswer, beginTotpInput } from '@/lib/contracts/account'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /account/totp',
  auth: 'user',
  limit: 'user',
  body: beginTotpInput,
  answers: { 201: beginTotpAnswer },
  handle: async ({ ctx, body }) => ({ status: 201, body: await services().beginTotp(ctx, body) }),
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
