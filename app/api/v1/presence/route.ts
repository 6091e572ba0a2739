import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { presenceAnswer } from '@/lib/contracts/presence'

export const dynamic = 'force-dynamic'

/** Counted as exits are: a sell of a self-custody position is built for those who are there. */
export const POST = defineRoute({
  route: 'POST /presence',
  auth: 'user',
  limit: 'exit',
  answers: { 200: presenceAnswer },
  handle: async ({ ctx }) => ({ body: await services().markPresent(ctx.userId) }),
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
