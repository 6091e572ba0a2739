import { z } from 'zod'
import { defineRoute } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'

export const dynamic = 'force-dynamic'

/** The process answers; whether it can do anything is what readiness says. */
export const GET = defineRoute({
  route: 'GET /health/live',
  auth: 'none',
  limit: 'none',
  quiet: true,
  answers: { 200: z.object({ status: z.literal('alive') }) },
  handle: async () => ({ body: { status: 'alive' } }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
