import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { portfolio } from '@/lib/contracts/positions'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /portfolio',
  auth: 'user',
  limit: 'user',
  answers: { 200: portfolio },
  handle: async ({ ctx }) => ({ body: await services().getPortfolio(ctx) }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
