import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { launchListAnswer, launchListQuery } from '@/lib/contracts/launches'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /launches',
  auth: 'user',
  limit: 'analytics',
  query: launchListQuery,
  answers: { 200: launchListAnswer },
  handle: async ({ ctx, query }) => ({ body: await services().listLaunches(ctx, query) }),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
