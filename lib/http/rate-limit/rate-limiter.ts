import { Ratelimit } from '@upstash/ratelimit'
import type { Redis } from 'ioredis'
import type { RateLimits } from '@/lib/config/rate-limits'
import type { Logger } from '@/lib/observability/logger'
import { createLocalWindow, type Counted } from './local-window'
import { upstashRedisOn } from './upstash-redis'

export type Bucket = keyof RateLimits
/** One request counted in one bucket, such as a user's buys. */
export type Count = { bucket: Bucket; key: string }
/** `degraded`: Redis did not answer, so only this process counted. */
export type Verdict = Counted & { degraded: boolean }

export type RateLimiter = {
  /** Counts in all buckets at once; the verdict is that of the strictest. Never throws. */
  count(counts: readonly Count[]): Promise<Verdict>
  forget(count: Count): Promise<void>
}

export const WINDOW_SECONDS = 60
const WINDOW_MS = WINDOW_SECONDS * 1000
/** A Redis that hangs costs a request a second, which a sell must not pay for every count. */
const PAUSE_MS = 1_000

const prefixOf = (bucket: Bucket): string => `ratelimit:${bucket}`

const stricter = (left: Verdict, right: Verdict): Verdict => {
  if (left.allowed !== right.allowed) return left.allowed ? right : left
  if (!left.allowed) return left.resetAt >= right.resetAt ? left : right
  return left.remaining <= right.remaining ? left : right
}

/** Sliding minutes in Redis, shared by all web processes. */
export const createRateLimiter = (deps: {
  redis: Redis
  limits: RateLimits
  logger: Logger
  now: () => Date
}): RateLimiter => {
  const redis = upstashRedisOn(deps.redis)
  const local = createLocalWindow(WINDOW_MS)
  const shared = new Map<Bucket, Ratelimit>()
  let degraded = false
  let askAgainAt = 0

  const limiterOf = (bucket: Bucket): Ratelimit => {
    const known = shared.get(bucket)
    if (known) return known
    const made = new Ratelimit({
      redis,
      limiter: Ratelimit.slidingWindow(deps.limits[bucket], `${WINDOW_SECONDS} s`),
      prefix: prefixOf(bucket),
      analytics: false,
      ephemeralCache: false,
      // The library would let everything pass after its time-out; ours is the connection's, and it throws.
      timeout: 0,
    })
    shared.set(bucket, made)
    return made
  }

  const countHere = ({ bucket, key }: Count): Verdict => ({
    ...local.count(`${bucket}:${key}`, deps.limits[bucket], deps.now().getTime()),
    degraded: true,
  })

  const countOne = async ({ bucket, key }: Count): Promise<Verdict> => {
    if (deps.now().getTime() < askAgainAt) return countHere({ bucket, key })
    try {
      const { success, limit, remaining, reset } = await limiterOf(bucket).limit(key)
      if (degraded) deps.logger.info('Rate limits are counted in Redis again')
      degraded = false
      return { allowed: success, limit, remaining: Math.max(0, remaining), resetAt: reset, degraded: false }
    } catch (error) {
      if (!degraded)
        deps.logger.warn({ err: error }, 'Redis is unreachable: rate limits are counted in this process')
      degraded = true
      askAgainAt = deps.now().getTime() + PAUSE_MS
      return countHere({ bucket, key })
    }
  }

  return {
    count: async (counts) => {
      const verdicts = await Promise.all(counts.map(countOne))
      return { ...verdicts.reduce(stricter), degraded: verdicts.some((verdict) => verdict.degraded) }
    },
    forget: async ({ bucket, key }) => {
      local.forget(`${bucket}:${key}`)
      // The library's own reset scans the whole key space inside a script; its two windows are known.
      const window = Math.floor(deps.now().getTime() / WINDOW_MS)
      const keys = [window, window - 1].map((index) => `${prefixOf(bucket)}:${key}:${index}`)
      await deps.redis.del(...keys).catch(() => {})
    },
  }
}
