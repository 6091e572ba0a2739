import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { healthAnswer } from '@/lib/contracts/health'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /health',
  auth: 'none',
  limit: 'none',
  quiet: true,
  answers: { 200: healthAnswer, 503: healthAnswer },
  handle: async () => {
    const body = await services().checkHealth()
    return { status: body.status === 'healthy' ? 200 : 503, body }
  },
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
