import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createTrustedProxies } from '@/lib/http/client-address'
import { createHostCheck, vouchFor } from './request-headers'

const vouched = (peer: string, headers: Record<string, string>, trusted: string[] = []) => {
  const request = { headers: { host: 'jarvis.local:3000', ...headers }, socket: { remoteAddress: peer } }
  vouchFor(request as unknown as IncomingMessage, createTrustedProxies(trusted))
  return request.headers as Record<string, string | undefined>
}

const forged = {
  'x-jarvis-peer': '127.0.0.1',
  'x-jarvis-anything': 'x',
  'x-forwarded-for': '1.2.3.4',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'https',
  forwarded: 'for=1.2.3.4',
  'x-middleware-subrequest': 'middleware',
  'x-nonce': 'known',
  'content-security-policy': "script-src 'nonce-known'",
}

describe('what is believed of a request', () => {
  it('is nothing a stranger says about itself', () => {
    expect(vouched('203.0.113.9', { ...forged, cookie: 'a=b' })).toEqual({
      host: 'jarvis.local:3000',
      cookie: 'a=b',
      'x-jarvis-peer': '203.0.113.9',
      'x-forwarded-host': 'jarvis.local:3000',
      'x-forwarded-proto': 'http',
    })
  })

  it('is what a trusted proxy says about the client', () => {
    expect(vouched('10.0.0.2', forged, ['10.0.0.0/8'])).toMatchObject({
      'x-jarvis-peer': '10.0.0.2',
      'x-forwarded-for': '1.2.3.4',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
    })
  })
})

describe('host check', () => {
  const check = (host: string, publicUrl: string | null = null) => createHostCheck({ host, publicUrl })

  it('answers only to names of this machine while bound to it', () => {
    const isOurs = check('127.0.0.1')
    for (const host of ['127.0.0.1:3000', 'localhost:3000', 'LOCALHOST', '[::1]:3000'])
      expect([host, isOurs(host)]).toEqual([host, true])
    for (const host of [
      'evil.example',
      '127.0.0.1.evil.example',
      'localhost.evil.example:3000',
      'evil.example@127.0.0.1:3000',
      '127.0.0.1/evil?',
      '127.0.0.1:3000#',
      '',
      undefined,
    ])
      expect([host, isOurs(host)]).toEqual([host, false])
  })

  it('knows the public name', () => {
    expect(check('127.0.0.1', 'https://jarvis.example.com')('jarvis.example.com')).toBe(true)
    expect(check('0.0.0.0', 'https://jarvis.example.com')('other.example.com')).toBe(false)
    expect(check('0.0.0.0')('whatever.example.com')).toBe(true)
  })
})
