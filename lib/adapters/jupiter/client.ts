import type { z } from 'zod'
import { AppError, isAppError } from '@/lib/errors'
import { errorFromResponse, JupiterResponseError, limitedUntil, unusableAnswer } from './errors'
import { createRequestQueue, type JupiterPriority } from './request-queue'

export type { JupiterPriority } from './request-queue'

export type JupiterClientOptions = {
  /** Without a path: https://api.jup.ag, or the sandbox's /jupiter. */
  baseUrl: string
  apiKey?: string
  /** Requests a second that the key allows, over all endpoints together. */
  rps: number
  timeoutMs?: number
  now?: () => number
}

export type JupiterCall = {
  priority: JupiterPriority
  timeoutMs?: number
  /** For endpoints with a bucket of their own: passes the queue by. */
  ownBucket?: boolean
}

/** Every method throws AppError only; its `cause` holds the vendor's answer. Paths begin with a slash. */
export type JupiterClient = {
  readonly baseUrl: string
  get<T>(
    path: string,
    query: Record<string, string | undefined>,
    schema: z.ZodType<T>,
    call: JupiterCall,
  ): Promise<T>
  post<T>(path: string, body: unknown, schema: z.ZodType<T>, call: JupiterCall): Promise<T>
  /** A `fetch` under the same key, budget and error mapping, for a vendor SDK. */
  fetchFor(call: JupiterCall): typeof fetch
}

const DEFAULT_TIMEOUT_MS = 4_000
const LONGEST_PAUSE_MS = 60_000

/**
 * One client per process: the request budget belongs to the key. After a 429 only exits are still asked until the
 * limit resets; everything else fails at once, which leaves what little passes to whoever must get out.
 */
export const createJupiterClient = (options: JupiterClientOptions): JupiterClient => {
  const baseUrl = options.baseUrl.replace(/\/+$/, '')
  const now = options.now ?? Date.now
  const queue = createRequestQueue(options.rps)
  let pausedUntil = 0

  const send = async (url: string, init: RequestInit, call: JupiterCall): Promise<Response> => {
    if (call.priority !== 'exit' && now() < pausedUntil) throw paused(pausedUntil - now())
    const timeout = AbortSignal.timeout(call.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS)
    const response = await ask(url, withKey(init, options.apiKey), timeout)
    if (response.ok) return response
    const failure = new JupiterResponseError(response.status, await readBody(response), response.headers)
    if (response.status === 429) {
      const until = limitedUntil(response.headers, now()) ?? now() + 1_000
      pausedUntil = Math.min(until, now() + LONGEST_PAUSE_MS)
    }
    throw errorFromResponse(failure)
  }

  const request = (url: string, init: RequestInit, call: JupiterCall): Promise<Response> =>
    call.ownBucket ? send(url, init, call) : queue.run(call.priority, () => send(url, init, call))

  const json = async <T>(
    url: string,
    init: RequestInit,
    schema: z.ZodType<T>,
    call: JupiterCall,
  ): Promise<T> => {
    const response = await request(url, init, call)
    const parsed = schema.safeParse(await response.json().catch(() => undefined))
    if (!parsed.success) throw unusableAnswer('gave an answer that cannot be read', parsed.error)
    return parsed.data
  }

  return {
    baseUrl,
    get: (path, query, schema, call) => json(`${baseUrl}${path}${queryText(query)}`, {}, schema, call),
    post: (path, body, schema, call) =>
      json(
        `${baseUrl}${path}`,
        { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
        schema,
        call,
      ),
    fetchFor: (call) => (input, init) =>
      request(input instanceof Request ? input.url : String(input), init ?? {}, call),
  }
}

/** The body is read here too, under the same time-out: a server may hang after its headers. */
const ask = async (url: string, init: RequestInit, signal: AbortSignal): Promise<Response> => {
  try {
    const response = await fetch(url, { ...init, signal })
    return new Response(await response.arrayBuffer(), response)
  } catch (error) {
    if (isAppError(error)) throw error
    throw unusableAnswer(signal.aborted ? 'did not answer in time' : 'cannot be reached', error)
  }
}

const paused = (leftMs: number): AppError =>
  new AppError(
    'venue.unavailable',
    `Jupiter is limiting our requests for ${Math.ceil(leftMs / 1_000)} more seconds.`,
    {
      retry: 'retryable',
      extra: { retryAfterMs: leftMs },
    },
  )

const withKey = (init: RequestInit, apiKey: string | undefined): RequestInit => {
  const headers = new Headers(init.headers)
  headers.set('accept', 'application/json')
  if (apiKey) headers.set('x-api-key', apiKey)
  return { ...init, headers }
}

const readBody = async (response: Response): Promise<unknown> => {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const queryText = (query: Record<string, string | undefined>): string => {
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`
}
