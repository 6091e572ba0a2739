import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { fidelityAnswer } from '@/lib/contracts/fidelity'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /execution/fidelity',
  auth: 'user',
  limit: 'user',
  answers: { 200: fidelityAnswer },
  handle: async ({ ctx }) => ({ body: { fidelity: await services().getFidelity(ctx) } }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
