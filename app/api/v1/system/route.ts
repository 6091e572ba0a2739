import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { systemAnswer } from '@/lib/contracts/system'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /system',
  auth: 'user',
  limit: 'user',
  answers: { 200: systemAnswer },
  handle: async () => ({ body: await services().getSystem() }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
