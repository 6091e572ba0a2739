import type { z } from 'zod'
import { AppError } from '@/lib/errors'
import { createHttpClient, type HttpAnswer, NoAnswerInTimeError } from '../http/http-client'
import { parseJson, queryText } from '../http/text'
import { errorFromResponse, JupiterResponseError, limitedUntil, unusableAnswer } from './errors'
import {
  createRequestQueue,
  type RequestPriority as JupiterPriority,
  type RequestQueue,
} from '../http/request-queue'

export type { RequestPriority as JupiterPriority } from '../http/request-queue'

export type JupiterClientOptions = {
  /** Without a path: https://api.jup.ag, or the sandbox's /jupiter. */
  baseUrl: string
  apiKey?: string
  /** Requests a second that the key allows, over all endpoints together. */
  rps: number
  /** Where other processes use the key too; without it this client keeps to `rps` on its own. */
  queue?: RequestQueue
  timeoutMs?: number
  now?: () => number
}

export type JupiterCall = {
  priority: JupiterPriority
  timeoutMs?: number
  /** For endpoints with a bucket of their own: passes the queue by. */
  ownBucket?: boolean
  /** When it has had its turn and leaves. */
  onSent?: () => void
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
 * The request budget belongs to the key. After a 429 only exits are still asked until the
 * limit resets; everything else fails at once, which leaves what little passes to whoever must get out.
 */
export const createJupiterClient = (options: JupiterClientOptions): JupiterClient => {
  const baseUrl = options.baseUrl.replace(/\/+$/, '')
  const now = options.now ?? Date.now
  const http = createHttpClient(baseUrl)
  const queue = options.queue ?? createRequestQueue(options.rps)
  const headers: Record<string, string> = {
    accept: 'application/json',
    // As `fetch` names itself: what guards public sites refuses those without a name.
    'user-agent': 'node',
    ...(options.apiKey && { 'x-api-key': options.apiKey }),
  }
  let pausedUntil = 0

  const send = async (path: string, body: string | undefined, call: JupiterCall): Promise<string> => {
    if (call.priority !== 'exit' && now() < pausedUntil) throw paused(pausedUntil - now())
    call.onSent?.()
    const answer = await http(path, {
      body,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      timeoutMs: call.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    }).catch((error: unknown) => {
      const late = error instanceof NoAnswerInTimeError
      throw unusableAnswer(late ? 'did not answer in time' : 'cannot be reached', error)
    })
    if (answer.status === 429) {
      const until = limitedUntil(answer.headers, now()) ?? now() + 1_000
      pausedUntil = Math.min(until, now() + LONGEST_PAUSE_MS)
    }
    return textOf(answer)
  }

  const request = (path: string, body: string | undefined, call: JupiterCall): Promise<string> =>
    call.ownBucket ? send(path, body, call) : queue.run(call.priority, () => send(path, body, call))

  const json = async <T>(
    path: string,
    body: string | undefined,
    schema: z.ZodType<T>,
    call: JupiterCall,
  ): Promise<T> => {
    const parsed = schema.safeParse(parseJson(await request(path, body, call)))
    if (!parsed.success) throw unusableAnswer('gave an answer that cannot be read', parsed.error)
    return parsed.data
  }

  return {
    baseUrl,
    get: (path, query, schema, call) => json(`${path}${queryText(query)}`, undefined, schema, call),
    post: (path, body, schema, call) => json(path, JSON.stringify(body), schema, call),
    fetchFor: (call) => async (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      if (!url.startsWith(`${baseUrl}/`)) throw new Error(`Only Jupiter is asked here, not ${url}`)
      const body = init?.body === undefined || init.body === null ? undefined : String(init.body)
      return new Response(await request(url.slice(baseUrl.length), body, call))
    },
  }
}

/** Anything but 2xx is Jupiter's refusal. */
const textOf = ({ status, headers, text }: HttpAnswer): string => {
  if (status >= 200 && status < 300) return text
  throw errorFromResponse(new JupiterResponseError(status, parseJson(text) ?? text, headers))
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
