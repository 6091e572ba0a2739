import { AppError } from '@/lib/errors'
import { sessionCookie } from './cookies'
import type { SessionTokens, Verified } from './session-token'

/** What came with a request, judged without asking the database. */
export type Credentials = { kind: 'none' } | { kind: 'bearer' | 'cookie'; verified: Verified }

/** A bearer token outranks the cookie: who sends one means it. */
export const readCredentials = (headers: Headers, tokens: SessionTokens): Credentials => {
  const authorization = headers.get('authorization')
  if (authorization !== null) {
    const token = /^bearer +(\S+)$/i.exec(authorization.trim())?.[1]
    return { kind: 'bearer', verified: token ? tokens.verify(token) : { ok: false, reason: 'invalid' } }
  }
  const cookie = sessionCookie(headers.get('cookie'))
  return cookie === null ? { kind: 'none' } : { kind: 'cookie', verified: tokens.verify(cookie) }
}

const unauthenticated = (detail: string, challenge: string): AppError =>
  new AppError('unauthenticated', detail, { extra: { headers: { 'www-authenticate': challenge } } })

const invalidToken = (detail: string): AppError =>
  unauthenticated(detail, `Bearer realm="jarvis", error="invalid_token", error_description="${detail}"`)

export const noCredentials = (): AppError =>
  unauthenticated(
    'Sign in, or send "Authorization: Bearer <token>" with a token of POST /api/v1/auth/token.',
    'Bearer realm="jarvis"',
  )

export const tokenRefused = (reason: 'invalid' | 'expired' | 'revoked'): AppError =>
  invalidToken(
    {
      invalid: 'The token is not valid.',
      expired: 'The token has expired. Get a new one from POST /api/v1/auth/token, or sign in again.',
      revoked: 'The token was revoked. Sign in again.',
    }[reason],
  )
