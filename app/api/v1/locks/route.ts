import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { locksAnswer } from '@/lib/contracts/risk'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /locks',
  auth: 'user',
  limit: 'user',
  answers: { 200: locksAnswer },
  handle: async ({ ctx }) => ({ body: await services().listLocks(ctx) }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
