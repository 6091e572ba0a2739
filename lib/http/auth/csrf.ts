import { createHash, timingSafeEqual } from 'node:crypto'
import { AppError } from '@/lib/errors'
import { csrfCookie } from './cookies'

const forbidden = (detail: string) => new AppError('forbidden', detail)

const sameText = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null)

/** The browser's own word on where the request comes from, where it gives one. */
const assertSameOrigin = (headers: Headers, publicHost: string | null): void => {
  const site = headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none')
    throw forbidden('This request comes from another site. Use JARVIS from its own pages, or a bearer token.')
  const origin = headers.get('origin')
  if (origin === null) return
  const host = hostOf(origin)
  if (host === null || (host !== headers.get('host') && host !== publicHost))
    throw forbidden(`Requests with the session cookie are not accepted from ${origin}.`)
}

/**
 * A cookie goes along with any page's request; the token next-auth put into the CSRF cookie
 * (`token|sha256(token + secret)`) can be read back only by our own page. Throws AppError `forbidden`.
 */
export const assertCsrf = (
  headers: Headers,
  options: { secret: string; publicHost: string | null },
): void => {
  assertSameOrigin(headers, options.publicHost)
  const given = headers.get('x-csrf-token')
  const [token, hash] = (csrfCookie(headers.get('cookie')) ?? '').split('|')
  if (!given || !token || !hash)
    throw forbidden('The CSRF token is missing: read it from /api/auth/csrf and send it as x-csrf-token.')
  const expected = createHash('sha256').update(`${token}${options.secret}`).digest('hex')
  if (!sameText(hash, expected) || !sameText(given, token))
    throw forbidden('The CSRF token is not valid: read a new one from /api/auth/csrf.')
}
