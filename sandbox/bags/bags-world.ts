import { HttpError, reply, type VendorReply } from '@/sandbox/http/exchange'
import type { VendorErrors } from '@/sandbox/http/vendor-faults'
import type { JupiterWorld } from '@/sandbox/jupiter/jupiter-world'
import type { Launchpad } from '@/sandbox/launches/launchpad'

/** What the stand-in of bags.fm sees of the sandbox. It routes through the same pools as Jupiter's does. */
export type BagsWorld = JupiterWorld & { launchpad: Launchpad }

/** The live service allows 1,000 requests an hour; so few would end a fire drill. */
export const HOURLY_LIMIT = 720_000
const HOUR_MS = 3_600_000

/** docs.bags.fm, "Error handling" and "Rate limits" (2026-11). */
export const answer = (response: unknown): VendorReply => reply(200, { success: true, response })
export const refusal = (status: number, error: string, more: object = {}): HttpError =>
  new HttpError(reply(status, { success: false, error, ...more }))

const limitHeaders = (remaining: number, resetAtMs: number) => ({
  'x-ratelimit-limit': String(HOURLY_LIMIT),
  'x-ratelimit-remaining': String(remaining),
  'x-ratelimit-reset': String(Math.ceil(resetAtMs / 1_000)),
})

export const bagsGatewayErrors: VendorErrors = {
  rateLimited: (resetAtMs) => rateLimited(resetAtMs),
  failed: (status) => reply(status, { success: false, error: REASONS[status] ?? 'Internal server error' }),
}

const REASONS: Record<number, string> = {
  401: 'Invalid API key. Please check your x-api-key header.',
  403: 'API key does not have permission to access this resource',
  404: 'Resource not found',
  502: 'Bad gateway',
  503: 'Service unavailable',
  504: 'Gateway timeout',
}

const rateLimited = (resetAtMs: number): VendorReply => {
  const resetTime = Math.ceil(resetAtMs / 1_000)
  return reply(
    429,
    { success: false, error: 'Rate limit exceeded', limit: HOURLY_LIMIT, remaining: 0, resetTime },
    limitHeaders(0, resetAtMs),
  )
}

/** Counts requests in hours; answers what the headers of this one say. Throws 429 beyond the limit. */
export const hourlyLimit = (now: () => number = Date.now) => {
  let [startedAt, used] = [now(), 0]
  return (): Record<string, string> => {
    if (now() - startedAt >= HOUR_MS) [startedAt, used] = [now(), 0]
    used++
    if (used > HOURLY_LIMIT) throw new HttpError(rateLimited(startedAt + HOUR_MS))
    return limitHeaders(HOURLY_LIMIT - used, startedAt + HOUR_MS)
  }
}
