import type { IncomingHttpHeaders } from 'node:http'
import type { NodeFailure } from '@/lib/domain/rpc-health/node-health'
import { errorMessage } from '@/lib/errors'
import { NodeRefusalError } from './json-rpc'

/** A node that answered with an HTTP error. `retryAfterMs` is what it asked for, null when it did not. */
export class ProviderHttpError extends Error {
  constructor(
    readonly status: number,
    text: string,
    readonly retryAfterMs: number | null,
  ) {
    super(`HTTP ${status}: ${text.slice(0, 200)}`)
    this.name = 'ProviderHttpError'
  }
}

/** The call was not made: others that are more urgent would have had to wait for it. */
export class BudgetShedError extends Error {
  constructor() {
    super('its request budget is kept for exits')
    this.name = 'BudgetShedError'
  }
}

const INVALID_PARAMS = -32602
const BEHIND_MIN_CONTEXT_SLOT = -32016
/** "Too many requests" inside a JSON-RPC answer: the code of HTTP, Helius', and a usual one. */
const LIMITED_CODES: readonly number[] = [429, -32429, -32029]

/** The node says that the request itself is wrong. Agave says so of an address table it has not heard of, too. */
export const isOurMistake = (error: unknown): boolean =>
  error instanceof NodeRefusalError && error.code === INVALID_PARAMS

/** The node works, but has not reached the slot that was asked for. */
export const isTooOld = (error: unknown): boolean =>
  error instanceof NodeRefusalError && error.code === BEHIND_MIN_CONTEXT_SLOT

/** Every node that was asked has not reached the slot that was asked for. */
export const allTooOld = (error: unknown): boolean => {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof AggregateError && cause.errors.length > 0 && cause.errors.every(isTooOld)
}

/** What an error says about the node; null when it says nothing against it. */
export const failureFrom = (error: unknown): NodeFailure | null => {
  if (error instanceof BudgetShedError || isTooOld(error) || isOurMistake(error)) return null
  const http = error instanceof ProviderHttpError ? error : null
  const limited =
    http?.status === 429 || (error instanceof NodeRefusalError && LIMITED_CODES.includes(error.code))
  const reason = limited ? 'too many requests' : http ? `HTTP ${http.status}` : errorMessage(error)
  return { reason, limited, retryAfterMs: http?.retryAfterMs ?? null }
}

const UNIX_SECONDS_FROM = 1_000_000_000

/**
 * How long the node asks us to stay away, in ms. `Retry-After` is in seconds or a date; `x-ratelimit-reset` is in
 * unix seconds at some vendors and in seconds from now at others.
 */
export const retryAfterMs = (headers: IncomingHttpHeaders, now: number): number | null => {
  const after = headers['retry-after']
  if (after !== undefined) {
    const ms =
      after.trim() !== '' && Number.isFinite(Number(after)) ? Number(after) * 1_000 : Date.parse(after) - now
    return Number.isFinite(ms) ? Math.max(0, ms) : null
  }
  const reset = Number(headers['x-ratelimit-reset'] ?? NaN)
  if (!Number.isFinite(reset)) return null
  return Math.max(0, reset >= UNIX_SECONDS_FROM ? reset * 1_000 - now : reset * 1_000)
}
