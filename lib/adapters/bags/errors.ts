import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '@/lib/errors'

/** The `cause` of an AppError from bags.fm: what the vendor answered, word for word. */
export class BagsResponseError extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: IncomingHttpHeaders = {},
  ) {
    super(`bags.fm answered ${status}: ${vendorText(body) ?? 'no text'}`)
    this.name = 'BagsResponseError'
  }
}

/** Maps a refusal to what the asker can do. Every one of them comes before anything is signed, so none is ambiguous. */
export const errorFromResponse = (error: BagsResponseError): AppError => {
  const { status, body, headers } = error
  const text = vendorText(body)
  if (status === 429)
    return new AppError('venue.unavailable', 'bags.fm is limiting our requests. Try again in a moment.', {
      retry: 'retryable',
      cause: error,
      // Marks a limit: a venue that limits us works.
      extra: { retryAfterMs: Math.max(0, (limitedUntil(headers) ?? 0) - Date.now()) },
    })
  if (status === 401 || status === 403)
    return new AppError('venue.unavailable', 'bags.fm refuses the API key. Check BAGS_API_KEY.', {
      cause: error,
    })
  if (status >= 500)
    return new AppError('venue.unavailable', `bags.fm is not available (HTTP ${status}).`, {
      retry: 'retryable',
      cause: error,
    })
  // The documentation names no codes, only sentences.
  if (status === 404 || /no (routes?|quotes?)|not (found|tradable)|could not find/i.test(text ?? ''))
    return new AppError('token.unknown', `bags.fm knows no route for this pair: ${text ?? 'not found'}.`, {
      cause: error,
    })
  const stale = /expired|stale/i.test(text ?? '')
  return new AppError('venue.unavailable', `bags.fm refused the request: ${text ?? `HTTP ${status}`}.`, {
    ...(stale && { retry: 'retryable' as const }),
    cause: error,
  })
}

/** No usable answer: the network, a time-out, or text that is not what the API promises. */
export const unusableAnswer = (what: string, cause: unknown): AppError =>
  new AppError('venue.unavailable', `bags.fm ${what}.`, { retry: 'retryable', cause })

/** Seconds since the epoch from `x-ratelimit-reset`, as a time in ms; null without one. */
export const limitedUntil = (headers: IncomingHttpHeaders): number | null => {
  const reset = Number(headers['x-ratelimit-reset'] ?? NaN)
  return Number.isFinite(reset) && reset > 0 ? reset * 1_000 : null
}

const vendorText = (body: unknown): string | null => {
  if (typeof body === 'string') return body.slice(0, 200) || null
  const value = typeof body === 'object' && body !== null ? (body as { error?: unknown }).error : undefined
  return typeof value === 'string' ? value.slice(0, 200).replace(/\.$/, '') : null
}
