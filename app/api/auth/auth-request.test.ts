import { describe, expect, it } from 'vitest'
import { readableByNextAuth } from '@/app/api/_http/auth-request'
import { POST } from './[...nextauth]/route'

const url = 'http://127.0.0.1:3000/api/auth/callback/password?callbackUrl=%2Ftrade'
const post = (type: string, body: BodyInit) =>
  new Request(url, { method: 'POST', headers: { 'content-type': type, 'x-csrf': 'kept' }, body })
const form = 'application/x-www-form-urlencoded'
const json = 'application/json'

describe('what next-auth is given', () => {
  it('is the request as it came, with its query, headers and body', async () => {
    const request = await readableByNextAuth(post(form, 'email=a%40b&password=c'))
    expect(request.nextUrl.searchParams.get('callbackUrl')).toBe('/trade')
    expect(request.headers.get('x-csrf')).toBe('kept')
    expect(await request.text()).toBe('email=a%40b&password=c')
    expect(await (await readableByNextAuth(post(json, '{"email":"a"}'))).json()).toEqual({ email: 'a' })
  })

  it.each(['{bad', 'null', '[1]', ''])('is never JSON it would fail on: %s', async (body) => {
    await expect(readableByNextAuth(post(json, body))).rejects.toMatchObject({ code: 'validation' })
  })
})

describe('the sign-in route', () => {
  const context = (...nextauth: string[]) => ({ params: Promise.resolve({ nextauth }) })

  it.each([
    ['too long a form', post(form, `email=${'x'.repeat(70_000)}`), 413],
    ['broken JSON', post(json, '{bad'), 400],
  ])('refuses %s', async (_, request, status) => {
    const response = await POST(request, context('callback', 'password'))
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
  })

  it('writes nothing a stranger sends into the log', async () => {
    const response = await POST(post(form, 'level=error&code=ANYTHING'), context('_log'))
    expect(response.status).toBe(204)
  })
})
