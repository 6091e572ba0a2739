import { defineRoute } from '@/app/api/_http/define-route'
import { AppError } from '@/lib/errors'

export const dynamic = 'force-dynamic'

const nowhere = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE') =>
  defineRoute({
    route: `${method} /{unknown}`,
    auth: 'none',
    limit: 'user',
    answers: {},
    anyInput: true,
    handle: async ({ request }) => {
      throw new AppError('not_found', `There is no ${method} ${new URL(request.url).pathname}.`)
    },
  })

export const GET = nowhere('GET')
export const POST = nowhere('POST')
export const PUT = nowhere('PUT')
export const PATCH = nowhere('PATCH')
export const DELETE = nowhere('DELETE')
