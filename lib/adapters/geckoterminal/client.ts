import PQueue from 'p-queue'
import type { z } from 'zod'
import { AppError } from '@/lib/errors'

export type GeckoTerminalOptions = {
  /** Without a path: https://api.geckoterminal.com, or the sandbox's /geckoterminal. */
  baseUrl: string
  /** The keyless limit is 30 calls a minute for each address. */
  requestsPerMinute: number
  timeoutMs?: number
}

/** `background` calls wait behind the others. Throws AppError `venue.unavailable`; null where the vendor knows nothing (404). */
export type GeckoTerminalClient = {
  get<T>(
    path: string,
    query: Record<string, string>,
    schema: z.ZodType<T>,
    call?: { background?: boolean },
  ): Promise<T | null>
}

const WINDOW_MS = 60_000
const DEFAULT_TIMEOUT_MS = 8_000

const unavailable = (what: string, cause?: unknown): AppError =>
  new AppError('venue.unavailable', `GeckoTerminal ${what}.`, { retry: 'retryable', cause })

/** One client per process. After a 429 every call fails at once until the vendor's Retry-After has passed. */
export const createGeckoTerminalClient = (options: GeckoTerminalOptions): GeckoTerminalClient => {
  const base = `${options.baseUrl.replace(/\/+$/, '')}/api/v2`
  const queue = new PQueue({
    interval: WINDOW_MS,
    intervalCap: Math.max(1, options.requestsPerMinute),
    strict: true,
    concurrency: 2,
  })
  let pausedUntil = 0

  const ask = async (url: string): Promise<unknown> => {
    if (Date.now() < pausedUntil) throw unavailable('limits our requests; try again in a minute')
    const signal = AbortSignal.timeout(options.timeoutMs ?? DEFAULT_TIMEOUT_MS)
    const response = await fetch(url, { signal, headers: { accept: 'application/json' } }).catch(
      (error: unknown) => {
        throw unavailable(signal.aborted ? 'did not answer in time' : 'cannot be reached', error)
      },
    )
    if (response.status === 404) return null
    if (response.status === 429) {
      const seconds = Number(response.headers.get('retry-after') ?? 60)
      pausedUntil = Date.now() + Math.min(Number.isFinite(seconds) ? seconds : 60, 60) * 1_000
      throw unavailable('limits our requests; try again in a minute')
    }
    if (!response.ok) throw unavailable(`answered HTTP ${response.status}`)
    return response.json().catch((error: unknown) => {
      throw unavailable('gave an answer that cannot be read', error)
    })
  }

  return {
    get: async (path, query, schema, call) => {
      const url = `${base}${path}?${new URLSearchParams(query)}`
      const body = await queue.add(() => ask(url), { priority: call?.background ? 0 : 1 })
      if (body === null) return null
      const parsed = schema.safeParse(body)
      if (!parsed.success) throw unavailable('gave an answer that cannot be read', parsed.error)
      return parsed.data
    },
  }
}
