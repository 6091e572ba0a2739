import { defineRoute } from '@/app/api/_http/define-route'
import { openLiveStream } from '@/app/api/_http/live-stream'
import { otherThan } from '@/app/api/_http/wrong-method'

export const dynamic = 'force-dynamic'

export const GET = defineRoute({
  route: 'GET /stream',
  auth: 'user',
  limit: 'none',
  answers: {},
  handle: async ({ request, caller }) => openLiveStream(request, caller),
})

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherThan('GET')
