import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { riskLimitsAnswer, riskLimitsInput } from '@/lib/contracts/risk'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /risk/limits',
  auth: 'user',
  limit: 'user',
  answers: { 200: riskLimitsAnswer },
  handle: async ({ ctx }) => ({ body: await services().getRiskLimits(ctx) }),
})

export const PUT = defineRoute({
  route: 'PUT /risk/limits',
  auth: 'user',
  limit: 'user',
  body: riskLimitsInput,
  answers: { 200: riskLimitsAnswer },
  handle: async ({ ctx, body }) => ({ body: await services().setRiskLimits(ctx, body) }),
})

export const { POST, PATCH, DELETE, OPTIONS } = otherThan('GET', 'PUT')
