import { createLogger } from '@/lib/observability/logger'
import { createSessionTokens } from './auth/session-token'
import { createTrustedProxies } from './client-address'
import { createLocalWindow } from './rate-limit/local-window'
import type { Bucket, RateLimiter } from './rate-limit/rate-limiter'
import type { HttpRuntime, RouteUser } from './route-call'

export const SECRET = 'a secret of at least thirty-two characters'
export const LIMITS: Record<Bucket, number> = {
  address: 8,
  user: 4,
  trade: 2,
  analytics: 4,
  exit: 6,
  session: 12,
}

export const testUser: RouteUser = {
  id: 7,
  email: 'demo@jarvis.local',
  displayName: 'Demo',
  isAdmin: false,
  sessionVersion: 3,
}

/** A runtime with a clock of its own, a limiter in memory and one known user. */
export const testRuntime = (options: { user?: Partial<RouteUser>; degraded?: boolean } = {}) => {
  const user = { ...testUser, ...options.user }
  const clock = { at: new Date('2026-01-01T12:00:00Z') }
  const window = createLocalWindow(60_000)
  const limiter: RateLimiter = {
    count: async (counts) =>
      counts
        .map(({ bucket, key }) => ({
          ...window.count(`${bucket}:${key}`, LIMITS[bucket], clock.at.getTime()),
          degraded: options.degraded === true,
        }))
        .sort(
          (left, right) => Number(left.allowed) - Number(right.allowed) || left.remaining - right.remaining,
        )[0]!,
    forget: async ({ bucket, key }) => window.forget(`${bucket}:${key}`),
  }
  const now = () => clock.at
  const tokens = createSessionTokens(SECRET, now)
  const sessions = { asked: 0, version: user.sessionVersion }
  const http: HttpRuntime = {
    logger: createLogger({ process: 'web', level: 'silent' }),
    now,
    newId: () => 'new-id',
    tokens,
    authSecret: SECRET,
    publicHost: null,
    findSession: async (claim) => {
      sessions.asked += 1
      return claim.userId === user.id && claim.sessionVersion === sessions.version ? user : null
    },
    limiter,
    trustedProxies: createTrustedProxies([]),
    checkAnswers: true,
  }
  const bearer = (seconds = 3600): string =>
    `Bearer ${tokens.issue({ userId: user.id, sessionVersion: user.sessionVersion }, seconds).token}`
  return { http, clock, sessions, bearer }
}
