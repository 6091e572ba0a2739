import { createHmac, hkdfSync, randomUUID, timingSafeEqual } from 'node:crypto'

/** What a token says. `sv` is the user's session version when it was issued: raising it revokes. */
export type SessionClaims = { sub: string; sv: number; iat: number; exp: number; jti: string }

export type Verified =
  | { ok: true; userId: number; sessionVersion: number; expiresAt: Date; claims: SessionClaims }
  | { ok: false; reason: 'invalid' | 'expired' }

export type SessionTokens = {
  issue(
    session: { userId: number; sessionVersion: number },
    seconds: number,
  ): { token: string; expiresAt: Date }
  verify(token: string): Verified
}

const AUDIENCE = 'jarvis'
const HEADER = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url')
const INVALID = { ok: false, reason: 'invalid' } as const

const readJson = (part: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

const readClaims = (payload: Record<string, unknown>): SessionClaims | null => {
  const { sub, sv, iat, exp, jti, aud } = payload
  if (aud !== AUDIENCE || typeof sub !== 'string' || !/^\d{1,10}$/.test(sub)) return null
  if (typeof sv !== 'number' || typeof iat !== 'number' || typeof exp !== 'number' || typeof jti !== 'string')
    return null
  return { sub, sv, iat, exp, jti }
}

/**
 * HS256 JSON web tokens, the same as session cookie and as bearer. The key is derived from the
 * secret, because next-auth hashes the bare secret into its CSRF cookie.
 */
export const createSessionTokens = (secret: string, now: () => Date): SessionTokens => {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'jarvis session token 1', 32))
  const sign = (text: string): Buffer => createHmac('sha256', key).update(text).digest()

  return {
    issue: ({ userId, sessionVersion }, seconds) => {
      const iat = Math.floor(now().getTime() / 1000)
      const exp = iat + seconds
      const payload = { sub: String(userId), sv: sessionVersion, aud: AUDIENCE, iat, exp, jti: randomUUID() }
      const text = `${HEADER}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`
      return { token: `${text}.${sign(text).toString('base64url')}`, expiresAt: new Date(exp * 1000) }
    },

    verify: (token) => {
      const [head, body, mac, ...rest] = token.split('.')
      if (!head || !body || !mac || rest.length > 0) return INVALID
      if (head !== HEADER && readJson(head)?.alg !== 'HS256') return INVALID
      const expected = sign(`${head}.${body}`)
      const given = Buffer.from(mac, 'base64url')
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return INVALID
      const payload = readJson(body)
      const claims = payload && readClaims(payload)
      if (!claims) return INVALID
      if (claims.exp * 1000 <= now().getTime()) return { ok: false, reason: 'expired' }
      return {
        ok: true,
        userId: Number(claims.sub),
        sessionVersion: claims.sv,
        expiresAt: new Date(claims.exp * 1000),
        claims,
      }
    },
  }
}
