import { AppError } from '@/lib/errors'
import type { RouteFunction } from '@/lib/http/route-call'
import { defineRoute } from './define-route'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof METHODS)[number]

/**
 * For a route's other methods, which Next would answer with an empty 405: the same as a problem that
 * names the right ones. OPTIONS tells what is allowed.
 */
export const otherThan = (...allowed: [Method, ...Method[]]): Record<Method | 'OPTIONS', RouteFunction> => {
  const named = allowed.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  const allow = [...named, 'OPTIONS'].join(', ')
  const refusal = (method: Method): RouteFunction =>
    defineRoute({
      route: `${method} /{other method}`,
      auth: 'none',
      limit: 'user',
      answers: {},
      anyInput: true,
      handle: async ({ request }) => {
        throw new AppError(
          'validation',
          `${method} is not possible on ${new URL(request.url).pathname}. Use ${allowed.join(' or ')}.`,
          { extra: { status: 405, headers: { allow } } },
        )
      },
    })
  const refusals = METHODS.map((method) => [method, refusal(method)] as const)
  const options = async () => new Response(null, { status: 204, headers: { allow } })
  return Object.fromEntries([...refusals, ['OPTIONS', options]]) as Record<Method | 'OPTIONS', RouteFunction>
}
