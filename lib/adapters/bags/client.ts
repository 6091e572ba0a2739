import type { z } from 'zod'
import { AppError } from '@/lib/errors'
import { createHttpClient, type HttpAnswer, NoAnswerInTimeError } from '../http/http-client'
import { parseJson, queryText } from '../http/text'
import { createRequestQueue, type RequestPriority, type RequestQueue } from '../http/request-queue'
import { BagsResponseError, errorFromResponse, limitedUntil, unusableAnswer } from './errors'
import { createHourlyBudget } from './hourly-budget'
import { envelope } from './schemas'

export type BagsClientOptions = {
  /** With the API's version: https://public-api-v2.bags.fm/api/v1, or the sandbox's /bags. */
  baseUrl: string
  apiKey: string
  /** Requests a second at most; the hour's limit holds beside it. */
  rps: number
  /** Where other processes use the key too; without it this client keeps to `rps` on its own. */
  queue?: RequestQueue
  timeoutMs?: number
  now?: () => number
}

/** Every method throws AppError only; its `cause` holds the vendor's answer. Paths begin with a slash. */
export type BagsClient = {
  get<T>(
    path: string,
    query: Record<string, string | undefined>,
    schema: z.ZodType<T>,
    priority: RequestPriority,
  ): Promise<T>
  post<T>(path: string, body: unknown, schema: z.ZodType<T>, priority: RequestPriority): Promise<T>
}

const DEFAULT_TIMEOUT_MS = 4_000
const LONGEST_PAUSE_MS = 60_000

/**
 * The request budget belongs to the key. After a 429, and when the hour's requests run short,
 * exits are still tried; everything less urgent fails at once.
 */
export const createBagsClient = (options: BagsClientOptions): BagsClient => {
  const now = options.now ?? Date.now
  const http = createHttpClient(options.baseUrl.replace(/\/+$/, ''))
  const queue = options.queue ?? createRequestQueue(options.rps)
  const budget = createHourlyBudget(now)
  const headers = { accept: 'application/json', 'user-agent': 'node', 'x-api-key': options.apiKey }
  let pausedUntil = 0

  const send = async (path: string, body: string | undefined, priority: RequestPriority): Promise<string> => {
    if (priority !== 'exit' && now() < pausedUntil) throw paused(pausedUntil - now())
    const taken = budget.take(priority)
    if (!taken.ok) throw usedUp(taken.waitMs)
    const answer = await http(path, {
      body,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    }).catch((error: unknown) => {
      const late = error instanceof NoAnswerInTimeError
      throw unusableAnswer(late ? 'did not answer in time' : 'cannot be reached', error)
    })
    budget.learn(answer.headers)
    if (answer.status === 429)
      pausedUntil = Math.min(limitedUntil(answer.headers) ?? now() + 1_000, now() + LONGEST_PAUSE_MS)
    return textOf(answer)
  }

  const json = async <T>(
    path: string,
    body: string | undefined,
    schema: z.ZodType<T>,
    priority: RequestPriority,
  ): Promise<T> => {
    const text = await queue.run(priority, () => send(path, body, priority))
    const wrapped = envelope.safeParse(parseJson(text))
    if (!wrapped.success) throw unusableAnswer('gave an answer that cannot be read', wrapped.error)
    if (!wrapped.data.success) throw errorFromResponse(new BagsResponseError(200, wrapped.data))
    const parsed = schema.safeParse(wrapped.data.response)
    if (!parsed.success) throw unusableAnswer('gave an answer that cannot be read', parsed.error)
    return parsed.data
  }

  return {
    get: (path, query, schema, priority) => json(`${path}${queryText(query)}`, undefined, schema, priority),
    post: (path, body, schema, priority) => json(path, JSON.stringify(body), schema, priority),
  }
}

/** Anything but 2xx is a refusal. */
const textOf = ({ status, text, headers }: HttpAnswer): string => {
  if (status >= 200 && status < 300) return text
  throw errorFromResponse(new BagsResponseError(status, parseJson(text) ?? text, headers))
}

const paused = (leftMs: number): AppError =>
  new AppError(
    'venue.unavailable',
    `bags.fm is limiting our requests for ${Math.ceil(leftMs / 1_000)} more seconds.`,
    { retry: 'retryable', extra: { retryAfterMs: leftMs } },
  )

const usedUp = (waitMs: number): AppError =>
  new AppError(
    'venue.unavailable',
    'What bags.fm allows in an hour is nearly used up; the rest is kept for what is more urgent.',
    { retry: 'retryable', extra: { retryAfterMs: waitMs } },
  )
