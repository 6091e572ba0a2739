import { AppError } from '@/lib/errors'
import { assertCsrf } from './auth/csrf'
import { noCredentials, readCredentials, tokenRefused, type Credentials } from './auth/credentials'
import {
  assertAllowed,
  countsFor,
  rateLimitHeaders,
  type LimitClass,
  type LimitedCaller,
} from './rate-limit/policy'
import type { AuthLevel, Caller, HttpRuntime } from './route-call'

type Gate = { route: string; auth: AuthLevel; limit: LimitClass }
type Admission = { caller: Caller | null; headers: Record<string, string> }

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD'

const known = (credentials: Credentials) => {
  if (credentials.kind === 'none') throw noCredentials()
  const { kind: via, verified } = credentials
  if (!verified.ok) throw tokenRefused(verified.reason)
  return { ...verified, via }
}

/**
 * Who is asking, whether the request is really theirs, and whether there were too many. The checks
 * that cost nothing come first; the database is asked only for requests within their limits.
 * Throws AppError `unauthenticated`, `forbidden` or `rate_limited`.
 */
export const admit = async (
  runtime: HttpRuntime,
  gate: Gate,
  request: Request,
  address: string,
): Promise<Admission> => {
  const now = runtime.now().getTime()
  const read = isRead(request.method)

  const count = async (caller: LimitedCaller | null) => {
    const counts = countsFor({ limit: gate.limit, route: gate.route, isRead: read, address, caller })
    if (counts.length === 0) return {}
    const verdict = await runtime.limiter.count(counts)
    assertAllowed(verdict, gate.limit, now)
    return rateLimitHeaders(verdict, now)
  }

  if (gate.auth === 'none') return { caller: null, headers: await count(null) }

  let session: ReturnType<typeof known>
  try {
    session = known(readCredentials(request.headers, runtime.tokens))
    if (session.via === 'cookie' && !read)
      assertCsrf(request.headers, { secret: runtime.authSecret, publicHost: runtime.publicHost })
  } catch (refusal) {
    await count(null)
    throw refusal
  }
  const headers = await count(session)
  const user = await runtime.findSession(session)
  if (!user) throw tokenRefused('revoked')
  if (gate.auth === 'admin' && !user.isAdmin)
    throw new AppError('forbidden', 'Only an administrator may do this.', { extra: { headers } })
  return { caller: { user, via: session.via, expiresAt: session.expiresAt }, headers }
}
