import { createHmac, hkdfSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSessionTokens } from './session-token'

const SECRET = 'a secret of at least thirty-two characters'
const start = new Date('2026-01-01T00:00:00Z')
const at = (seconds: number) => new Date(start.getTime() + seconds * 1000)
const issued = () => createSessionTokens(SECRET, () => start).issue({ userId: 12, sessionVersion: 4 }, 3600)
const verifyAt = (seconds: number, token: string) =>
  createSessionTokens(SECRET, () => at(seconds)).verify(token)

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const sign = (head: unknown, payload: unknown): string => {
  const key = Buffer.from(hkdfSync('sha256', SECRET, '', 'jarvis session token 1', 32))
  const text = `${encode(head)}.${encode(payload)}`
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
}
const claims = { sub: '12', sv: 4, aud: 'jarvis', iat: 1_767_225_600, exp: 1_767_229_200, jti: 'x' }
const hs256 = { alg: 'HS256', typ: 'JWT' }

describe('session tokens', () => {
  it('come back as they were issued', () => {
    const { token, expiresAt } = issued()
    expect(expiresAt).toEqual(at(3600))
    expect(verifyAt(3599, token)).toMatchObject({
      ok: true,
      userId: 12,
      sessionVersion: 4,
      expiresAt: at(3600),
    })
    expect(verifyAt(0, sign(hs256, claims))).toMatchObject({ ok: true })
  })

  it('expire to the second, and say so', () => {
    expect(verifyAt(3600, issued().token)).toEqual({ ok: false, reason: 'expired' })
  })

  it.each([
    ['no token', ''],
    ['two parts', 'a.b'],
    ['four parts', `${issued().token}.x`],
    ['no signature', `${issued().token.split('.').slice(0, 2).join('.')}.`],
    ['another signature', issued().token.replace(/.{8}$/, 'AAAAAAAA')],
    ['the algorithm none', sign({ alg: 'none' }, claims)],
    ['another algorithm', sign({ alg: 'HS512' }, claims)],
    ['another audience', sign(hs256, { ...claims, aud: 'other' })],
    ['no audience', sign(hs256, { ...claims, aud: undefined })],
    ['no expiry', sign(hs256, { ...claims, exp: undefined })],
    ['an expiry in words', sign(hs256, { ...claims, exp: '9999999999' })],
    ['a subject that is no id', sign(hs256, { ...claims, sub: '1 or 1=1' })],
    ['no version', sign(hs256, { ...claims, sv: undefined })],
    ['a payload that is no object', sign(hs256, 'text')],
  ])('are refused with %s', (_, token) => {
    expect(verifyAt(0, token)).toEqual({ ok: false, reason: 'invalid' })
  })

  it('are refused under another secret', () => {
    const others = createSessionTokens('another secret of thirty-two characters', () => start)
    expect(others.verify(issued().token)).toEqual({ ok: false, reason: 'invalid' })
  })
})
