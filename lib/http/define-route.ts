import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { admit } from './admission'
import { clientAddress } from './client-address'
import { hashBody, readIdempotencyKey } from './idempotency'
import { presentable, problemResponse, statusOf } from './problem'
import { readJsonBody } from './read-body'
import type { AuthLevel, HttpRuntime, RouteAnswer, RouteFunction, KeyUse, RouteSpec } from './route-call'
import { apiSecurityHeaders } from './security-headers'
import { parseInput, queryObject } from './validation'

const nothing = z.undefined({ error: 'is not expected: this request takes no body' })
const noParameters = z.strictObject({})
const REQUEST_ID = /^[\w-]{8,64}$/

type AnySpec = RouteSpec<AuthLevel, z.ZodType, z.ZodType, z.ZodType, KeyUse>

/** Without a body schema only an empty body or an empty object passes: what is sent is never ignored. */
const readBody = async (spec: AnySpec, request: Request): Promise<unknown> => {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  const body = await readJsonBody(request)
  if (spec.body) return parseInput(spec.body, body)
  return parseInput(z.union([nothing, noParameters]), body)
}

const readInputs = async (spec: AnySpec, request: Request, params: Promise<unknown> | undefined) => {
  if (spec.anyInput) return { params: undefined, query: undefined, body: undefined }
  return {
    params: parseInput(spec.params ?? noParameters, (await params) ?? {}),
    query: parseInput(spec.query ?? noParameters, queryObject(new URL(request.url).searchParams)),
    body: await readBody(spec, request),
  }
}

const toResponse = (spec: AnySpec, answer: RouteAnswer | Response, check: boolean): Response => {
  if (answer instanceof Response) return answer
  const status = answer.status ?? 200
  const schema = spec.answers[status]
  if (check && schema) {
    const parsed = schema.safeParse(answer.body)
    if (!parsed.success)
      throw new Error(
        `${spec.route} answered ${status} against its contract: ${z.prettifyError(parsed.error)}`,
      )
  }
  return new Response(JSON.stringify(answer.body), {
    status,
    headers: { 'content-type': 'application/json', ...answer.headers },
  })
}

const withHeaders = (response: Response, ...sets: Readonly<Record<string, string>>[]): Response => {
  for (const set of sets)
    for (const [name, value] of Object.entries(set))
      if (!response.headers.has(name)) response.headers.set(name, value)
  return response
}

const keyOf = (use: KeyUse = 'unused', headers: Headers): string | null =>
  use === 'required' || (use === 'optional' && headers.has('idempotency-key'))
    ? readIdempotencyKey(headers)
    : null

/**
 * The one wrapper around every route: request id, authentication, limits, validation, error mapping,
 * headers and the log line. `runtime` is asked for at the first request, never at import.
 */
export const createRouteDefiner =
  (runtime: () => HttpRuntime | Promise<HttpRuntime>) =>
  <
    A extends AuthLevel,
    Body extends z.ZodType = z.ZodUndefined,
    Query extends z.ZodType = z.ZodObject,
    Params extends z.ZodType = z.ZodObject,
    K extends KeyUse = 'unused',
  >(
    typedSpec: RouteSpec<A, Body, Query, Params, K>,
  ): RouteFunction => {
    const spec = typedSpec as unknown as AnySpec
    return async (request, context) => {
      const started = performance.now()
      const given = request.headers.get('x-request-id')
      const requestId = given && REQUEST_ID.test(given) ? given : randomUUID()
      const http = await runtime()
      const logger = http.logger.child({ requestId })
      const address = clientAddress(request.headers, http.trustedProxies)
      let headers: Record<string, string> = {}
      let userId: number | undefined
      let response: Response
      try {
        const admission = await admit(http, spec, request, address)
        headers = admission.headers
        const caller = admission.caller
        userId = caller?.user.id
        const ctx = caller && {
          actor: { kind: 'user' as const, id: String(caller.user.id), ip: address },
          userId: caller.user.id,
          now: http.now,
          newId: http.newId,
        }
        const key = keyOf(spec.idempotency, request.headers)
        const { params, query, body } = await readInputs(spec, request, context?.params)
        const idempotency = key === null ? null : { key, bodyHash: hashBody(body) }
        const call = { request, requestId, address, logger, caller, ctx, body, query, params, idempotency }
        response = toResponse(spec, await spec.handle(call as never), http.checkAnswers)
      } catch (error) {
        const problem = presentable(error)
        // "Not ready" is what a quiet route is asked for, again and again; it is no failure of the request.
        const level = spec.quiet && error instanceof AppError ? 'debug' : 'error'
        if (statusOf(problem) >= 500) logger[level]({ err: error, route: spec.route }, 'Request failed')
        response = problemResponse(problem, requestId)
      }
      const ms = Math.round((performance.now() - started) * 10) / 10
      logger[spec.quiet ? 'debug' : 'info'](
        { route: spec.route, status: response.status, ms, userId },
        'request',
      )
      return withHeaders(response, { 'x-request-id': requestId }, headers, apiSecurityHeaders)
    }
  }

/** For paths and ids that lead nowhere. */
export const notFound = (what: string): AppError => new AppError('not_found', `There is no such ${what}.`)
