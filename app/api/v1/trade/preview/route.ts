import { defineRoute, services } from '@/app/api/_http/define-route'
import { otherThan } from '@/app/api/_http/wrong-method'
import { previewAnswer, previewInput } from '@/lib/contracts/preview'

export const dynamic = 'force-dynamic'

export const POST = defineRoute({
  route: 'POST /trade/preview',
  auth: 'user',
  limit: 'analytics',
  body: previewInput,
  answers: { 200: previewAnswer },
  handle: async ({ ctx, body }) => ({ body: { preview: await services().previewTrade(ctx, body) } }),
})

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherThan('POST')
