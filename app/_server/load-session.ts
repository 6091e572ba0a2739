import { cache } from 'react'
import { contextOf, currentUser } from '@/app/api/_http/current-user'
import { webComposition } from '@/lib/composition/web'
import type { Mode } from '@/lib/contracts/health'

export type Session = {
  user: { id: number; name: string; context: ReturnType<typeof contextOf> } | null
  mode: Mode
}
export type SessionUser = NonNullable<Session['user']>

/** Who looks at the page being rendered; asked once a request. */
export const loadSession = cache(async (): Promise<Session> => {
  const user = await currentUser()
  return {
    user: user && { id: user.id, name: user.email ?? user.displayName, context: contextOf(user) },
    mode: webComposition().config.mode,
  }
})
