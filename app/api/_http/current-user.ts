import { cookies } from 'next/headers'
import { sessionCookie } from '@/lib/http/auth/cookies'
import type { RouteUser } from '@/lib/http/route-call'
import { webRuntime } from './runtime'

/** The signed-in user of the page being rendered, or null. A revoked or expired session is no session. */
export const currentUser = async (): Promise<RouteUser | null> => {
  const { http } = webRuntime()
  const cookie = sessionCookie((await cookies()).toString())
  const verified = cookie === null ? null : http.tokens.verify(cookie)
  return verified?.ok ? http.findSession(verified) : null
}

/** The context for calling services from a page. */
export const contextOf = (user: RouteUser) => {
  const { http } = webRuntime()
  return {
    actor: { kind: 'user' as const, id: String(user.id) },
    userId: user.id,
    now: http.now,
    newId: http.newId,
  }
}
