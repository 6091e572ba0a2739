import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { preferencesAnswer, preferencesInput } from '@/lib/contracts/preferences'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /account/preferences',
  auth: 'user',
  limit: 'user',
  answers: { 200: preferencesAnswer },
  handle: async ({ ctx }) => ({ body: { preferences: await services().getPreferences(ctx) } }),
})

export const PUT = defineRoute({
  route: 'PUT /account/preferences',
  auth: 'user',
  limit: 'user',
  body: preferencesInput,
  answers: { 200: preferencesAnswer },
  handle: async ({ ctx, body }) => ({ body: { preferences: await services().setPreferences(ctx, body) } }),
})

export const { POST, PATCH, DELETE, OPTIONS } = otherThan('GET', 'PUT')
