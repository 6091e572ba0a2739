import { expect } from 'vitest'
import { POST as askToken } from '@/app/api/v1/auth/token/route'
import type { RouteFunction } from '@/lib/http/route-call'
import { call, type Call } from './web-world.fixture'

export type Answer<T> = { status: number; body: T }

/** Calls routes as one of the sandbox's accounts, with a bearer token. */
export const signedIn = async (account: 'demo' | 'admin') => {
  const answer = await call(askToken, 'POST', '/auth/token', {
    body: { email: `${account}@jarvis.local`, password: `${account}-sandbox` },
  })
  expect(answer.status).toBe(200)
  const { token } = (await answer.json()) as { token: string }
  return async <T = Record<string, unknown>>(
    route: RouteFunction | undefined,
    method: string,
    path: string,
    options: Call = {},
  ): Promise<Answer<T>> => {
    const headers = { authorization: `Bearer ${token}`, ...options.headers }
    const response = await call(route!, method, path, { ...options, headers })
    return { status: response.status, body: (await response.json()) as T }
  }
}
