/** next-auth's names; the prefixed ones where the site is served over https. */
const SESSION_COOKIES = ['__Secure-next-auth.session-token', 'next-auth.session-token'] as const
const CSRF_COOKIES = ['__Host-next-auth.csrf-token', 'next-auth.csrf-token'] as const

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const parseCookies = (header: string | null): Map<string, string> => {
  const cookies = new Map<string, string>()
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=')
    if (equals > 0) cookies.set(part.slice(0, equals).trim(), decode(part.slice(equals + 1).trim()))
  }
  return cookies
}

const firstOf = (header: string | null, names: readonly string[]): string | null => {
  const cookies = parseCookies(header)
  for (const name of names) {
    const value = cookies.get(name)
    if (value) return value
  }
  return null
}

export const sessionCookie = (cookieHeader: string | null): string | null =>
  firstOf(cookieHeader, SESSION_COOKIES)
export const csrfCookie = (cookieHeader: string | null): string | null => firstOf(cookieHeader, CSRF_COOKIES)
