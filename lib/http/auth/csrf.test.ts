import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { assertCsrf } from './csrf'

const secret = 'a secret of at least thirty-two characters'
const token = 'f'.repeat(64)
const cookieFor = (value: string) =>
  `${value}|${createHash('sha256').update(`${value}${secret}`).digest('hex')}`

const good = {
  host: '127.0.0.1:3000',
  cookie: `theme=dark; next-auth.csrf-token=${encodeURIComponent(cookieFor(token))}`,
  'x-csrf-token': token,
  origin: 'http://127.0.0.1:3000',
  'sec-fetch-site': 'same-origin',
}
const check = (headers: Record<string, string | undefined>, publicHost: string | null = null) => {
  const given = Object.entries({ ...good, ...headers }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  )
  return () => assertCsrf(new Headers(given), { secret, publicHost })
}

describe('CSRF check', () => {
  it.each([
    ['a request of our own page', {}],
    ['an old browser without Origin and Fetch Metadata', { origin: undefined, 'sec-fetch-site': undefined }],
    ['the prefixed cookie of https', { cookie: `__Host-next-auth.csrf-token=${cookieFor(token)}` }],
  ])('passes %s', (_, headers) => {
    expect(check(headers)).not.toThrow()
  })

  it('passes the public origin behind a proxy', () => {
    expect(check({ origin: 'https://jarvis.example.com' }, 'jarvis.example.com')).not.toThrow()
    expect(check({ origin: 'https://jarvis.example.com' })).toThrow()
  })

  it.each([
    ['no token header', { 'x-csrf-token': undefined }],
    ['another token', { 'x-csrf-token': 'e'.repeat(64) }],
    ['no cookie', { cookie: undefined }],
    ['a cookie without its hash', { cookie: `next-auth.csrf-token=${token}` }],
    [
      'a cookie with a hash of its own making',
      { cookie: `next-auth.csrf-token=${token}|${createHash('sha256').update(token).digest('hex')}` },
    ],
    ['another origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:8080' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }],
  ])('refuses %s', (_, headers) => {
    expect(check(headers)).toThrowError(expect.objectContaining({ code: 'forbidden' }))
  })
})
