import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { readinessAnswer } from '@/lib/contracts/health'
import { AppError } from '@/lib/errors'

export const dynamic = 'force-dynamic'

/** 200 when JARVIS can enter and exit; otherwise a problem that carries the same three members. */
export const GET = defineRoute({
  route: 'GET /health/ready',
  auth: 'none',
  limit: 'none',
  quiet: true,
  answers: { 200: readinessAnswer },
  handle: async () => {
    const readiness = await services().checkReadiness()
    if (readiness.canTrade && readiness.canExit) return { body: readiness }
    throw new AppError('venue.unavailable', readiness.reasons.join(' '), { extra: readiness })
  },
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
