import { AppError } from '@/lib/errors'
import { addressKey } from '../client-address'
import { WINDOW_SECONDS, type Count, type Verdict } from './rate-limiter'

/** Which limit a route counts against; `none` for health and the live stream. */
export type LimitClass = 'trade' | 'analytics' | 'user' | 'exit' | 'none'

export type LimitedRequest = {
  limit: LimitClass
  route: string
  isRead: boolean
  address: string
  /** null when the caller is not known: only the address counts then. */
  caller: LimitedCaller | null
}

/** The session version is part of the key: a stolen token that was revoked uses up nothing of its owner's. */
export type LimitedCaller = { userId: number; sessionVersion: number; via: 'bearer' | 'cookie' }

/**
 * The buckets a request counts in. Exits of a known user do not count by address, so that nobody is
 * locked into a falling position by their own dashboard; nor do that dashboard's reads.
 */
export const countsFor = ({ limit, route, isRead, address, caller }: LimitedRequest): Count[] => {
  if (limit === 'none') return []
  const byAddress: Count = { bucket: 'address', key: addressKey(address) }
  if (!caller) return [byAddress]
  const user = `${caller.userId}.${caller.sessionVersion}`
  if (limit === 'exit') return [{ bucket: 'exit', key: `${user}:${route}` }]
  if (isRead && caller.via === 'cookie') return [{ bucket: 'session', key: user }]
  return [byAddress, { bucket: limit, key: `${user}:${route}` }]
}

const secondsUntil = (resetAt: number, now: number): number => Math.max(1, Math.ceil((resetAt - now) / 1000))

export const rateLimitHeaders = (verdict: Verdict, now: number): Record<string, string> => ({
  'ratelimit-limit': String(verdict.limit),
  'ratelimit-remaining': String(verdict.remaining),
  'ratelimit-reset': String(secondsUntil(verdict.resetAt, now)),
  'ratelimit-policy': `${verdict.limit};w=${WINDOW_SECONDS}`,
})

/** Throws AppError `rate_limited`, or `venue.unavailable` for an entry that could not be counted properly. */
export const assertAllowed = (verdict: Verdict, limit: LimitClass, now: number): void => {
  const headers = rateLimitHeaders(verdict, now)
  if (verdict.degraded && limit === 'trade')
    throw new AppError(
      'venue.unavailable',
      'Redis is unreachable, so request limits cannot be counted and new entries are not taken. Selling and cancelling still work.',
      { retry: 'retryable', extra: { headers: { ...headers, 'retry-after': '5' } } },
    )
  if (verdict.allowed) return
  const seconds = secondsUntil(verdict.resetAt, now)
  throw new AppError(
    'rate_limited',
    `More than ${verdict.limit} requests in a minute. Try again in ${seconds} s.`,
    {
      retry: 'retryable',
      extra: {
        limit: verdict.limit,
        retryAfterSeconds: seconds,
        headers: { ...headers, 'retry-after': String(seconds) },
      },
    },
  )
}
