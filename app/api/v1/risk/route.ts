import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { riskOverview } from '@/lib/contracts/risk'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /risk',
  auth: 'user',
  limit: 'user',
  answers: { 200: riskOverview },
  handle: async ({ ctx }) => ({ body: await services().getRiskOverview(ctx) }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
