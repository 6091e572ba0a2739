import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { base32 } from './base32'
import { hashRecoveryCode, newRecoveryCodes } from './recovery-code'
import { matchTotp, newTotpSecret, totpCode, totpStep, totpUri } from './totp'

const rfcSecret = Buffer.from('12345678901234567890')

describe('one-time codes', () => {
  // RFC 4226, appendix D.
  it.each(
    [
      '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'
        .split(' ')
        .map((code, counter) => [counter, code] as const),
    ].flat(),
  )('counter %i is %s', (counter, code) => expect(totpCode(rfcSecret, counter)).toBe(code))

  // RFC 6238, appendix B (SHA-1).
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('at %i s it is %s', (seconds, code) =>
    expect(totpCode(rfcSecret, totpStep(new Date(seconds * 1000)), 8)).toBe(code),
  )

  it('is taken a step early or late, once, and never an older one after it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 60_000_000 }), fc.integer({ min: -3, max: 3 }), (step, off) => {
        const at = new Date(step * 30_000 + 15_000)
        const code = totpCode(rfcSecret, step + off)
        const matched = matchTotp(rfcSecret, code, at, 0)
        // Two steps may share a code by chance; then the older one is taken.
        if (Math.abs(off) <= 1) expect(totpCode(rfcSecret, matched!)).toBe(code)
        if (matched !== null) {
          const later = matchTotp(rfcSecret, code, at, matched)
          if (later !== null) expect(later).toBeGreaterThan(matched)
          expect(matchTotp(rfcSecret, code, at, step + 1)).toBeNull()
        }
      }),
    )
  })

  it('is not something of another length', () => {
    const at = new Date(59_000)
    for (const text of ['', '28708', '2870820', '94287082', '２８７０８２'])
      expect(matchTotp(rfcSecret, text, at, 0)).toBeNull()
    expect(matchTotp(rfcSecret, '287082', at, 0)).toBe(1)
  })
})

describe('what is shown', () => {
  // RFC 4648, section 10.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('base32 of %j is %s', (text, encoded) => expect(base32(Buffer.from(text))).toBe(encoded))

  it('is an address that authenticator apps open', () => {
    const secret = newTotpSecret()
    const uri = new URL(totpUri(secret, 'a b@c.d'))
    expect(secret).toHaveLength(20)
    expect(uri.href).toContain('otpauth://totp/JARVIS:a%20b%40c.d?')
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      secret: base32(secret),
      issuer: 'JARVIS',
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    })
  })

  it('is ten recovery codes, the same however they are typed', () => {
    const codes = newRecoveryCodes()
    expect(new Set(codes.map(hashRecoveryCode)).size).toBe(10)
    for (const code of codes) {
      expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/)
      expect(hashRecoveryCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(hashRecoveryCode(code))
    }
  })
})
