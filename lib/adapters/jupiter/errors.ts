import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '@/lib/errors'

/** The `cause` of an AppError from Jupiter: what the vendor answered, word for word. */
export class JupiterResponseError extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: IncomingHttpHeaders,
  ) {
    super(`Jupiter answered ${status}: ${vendorText(body) ?? 'no text'}`)
    this.name = 'JupiterResponseError'
  }
}

const NO_ROUTE_CODES = [
  'COULD_NOT_FIND_ANY_ROUTE',
  'NO_ROUTES_FOUND',
  'TOKEN_NOT_TRADABLE',
  'MARKET_NOT_FOUND',
]

/** How /swap/v2/order says that no router has a price: for want of a route, or only just now. */
const NO_QUOTES = 'Failed to get quotes'

/** Maps a refusal to what the asker can do: wait, fix the key, or choose another token. */
export const errorFromResponse = (error: JupiterResponseError): AppError => {
  const { status, body, headers } = error
  if (status === 429) {
    return new AppError('venue.unavailable', 'Jupiter is limiting our requests. Try again in a moment.', {
      retry: 'retryable',
      cause: error,
      // Marks a limit: a venue that limits us works.
      extra: { retryAfterMs: Math.max(0, (limitedUntil(headers, Date.now()) ?? 0) - Date.now()) },
    })
  }
  if (status === 401 || status === 403) {
    return new AppError('venue.unavailable', 'Jupiter refuses the API key. Check JUPITER_API_KEY.', {
      cause: error,
    })
  }
  if (status >= 500) {
    return new AppError('venue.unavailable', `Jupiter is not available (HTTP ${status}).`, {
      retry: 'retryable',
      cause: error,
    })
  }
  const text = vendorText(body)
  if (
    NO_ROUTE_CODES.includes(field(body, 'errorCode')) ||
    /no routes? found|not tradable/i.test(text ?? '')
  ) {
    return new AppError(
      'token.unknown',
      `Jupiter knows no route for this pair: ${text ?? 'no pool trades it'}.`,
      {
        cause: error,
      },
    )
  }
  if (text === NO_QUOTES) {
    return new AppError('token.unknown', 'Jupiter finds no quote for this pair at the moment.', {
      retry: 'retryable',
      cause: error,
    })
  }
  return new AppError('venue.unavailable', `Jupiter refused the request: ${text ?? `HTTP ${status}`}.`, {
    cause: error,
  })
}

/** No usable answer: the network, a time-out, or text that is not what the API promises. */
export const unusableAnswer = (what: string, cause: unknown): AppError =>
  new AppError('venue.unavailable', `Jupiter ${what}.`, { retry: 'retryable', cause })

/** Seconds since the epoch from `x-ratelimit-reset`, or `Retry-After` in seconds, as a time in ms; null without either. */
export const limitedUntil = (headers: IncomingHttpHeaders, nowMs: number): number | null => {
  const reset = Number(headers['x-ratelimit-reset'] ?? NaN)
  if (Number.isFinite(reset) && reset > 0) return reset * 1_000
  const after = Number(headers['retry-after'] ?? NaN)
  return Number.isFinite(after) ? nowMs + after * 1_000 : null
}

const field = (body: unknown, name: string): string => {
  const value =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

const vendorText = (body: unknown): string | null => {
  if (typeof body === 'string') return body.slice(0, 200) || null
  const text = field(body, 'errorMessage') || field(body, 'error') || field(body, 'message')
  return text ? text.slice(0, 200).replace(/\.$/, '') : null
}
