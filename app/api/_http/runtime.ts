import { webComposition, type WebComposition } from '@/lib/composition/web'
import { createSessionTokens } from '@/lib/http/auth/session-token'
import { createTrustedProxies } from '@/lib/http/client-address'
import { createRateLimiter } from '@/lib/http/rate-limit/rate-limiter'
import type { HttpRuntime } from '@/lib/http/route-call'
import { createStreamRegistry, type StreamRegistry } from '@/lib/http/stream-registry'

export type WebRuntime = { web: WebComposition; http: HttpRuntime; streams: StreamRegistry }

const MAX_STREAMS_PER_USER = 10
const SESSION_CHECK_MS = 2_000

const createRuntime = (web: WebComposition): WebRuntime => {
  const { config, logger, now, newId } = web
  const streams = createStreamRegistry({
    maxPerUser: MAX_STREAMS_PER_USER,
    checkEveryMs: SESSION_CHECK_MS,
    findRevoked: (claims) => web.services.findRevokedSessions(claims),
    logger,
  })
  web.stopping.addEventListener('abort', streams.endAll)
  const http: HttpRuntime = {
    logger,
    now,
    newId,
    tokens: createSessionTokens(config.authSecret, now),
    authSecret: config.authSecret,
    publicHost: config.publicUrl === null ? null : new URL(config.publicUrl).host,
    findSession: (claim) => web.services.findSession(claim),
    limiter: createRateLimiter({ redis: web.redis, limits: config.rateLimits, logger, now }),
    trustedProxies: createTrustedProxies(config.trustProxy),
    checkAnswers: config.checkAnswers,
  }
  return { web, http, streams }
}

/** One runtime a composition, though Next bundles this file into several routes. */
const SLOT = Symbol.for('jarvis.http')
type Holder = { [SLOT]?: WeakMap<WebComposition, WebRuntime> }

export const webRuntime = (): WebRuntime => {
  const web = webComposition()
  const runtimes = ((globalThis as Holder)[SLOT] ??= new WeakMap())
  const known = runtimes.get(web)
  if (known) return known
  const made = createRuntime(web)
  runtimes.set(web, made)
  return made
}
