import { describe, expect, it } from 'vitest'
import { addressKey, clientAddress, createTrustedProxies } from './client-address'

const trusted = createTrustedProxies(['10.0.0.0/8', '::1', '192.168.1.5'])
const address = (peer: string, forwarded?: string) =>
  clientAddress(
    new Headers({
      'x-jarvis-peer': peer,
      ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }),
    }),
    trusted,
  )

describe('client address', () => {
  it.each([
    ['the peer itself', '203.0.113.9', undefined, '203.0.113.9'],
    ['an untrusted peer that claims another', '203.0.113.9', '1.2.3.4', '203.0.113.9'],
    ['behind a trusted proxy', '10.1.2.3', '1.2.3.4', '1.2.3.4'],
    ['behind two proxies', '10.1.2.3', '9.9.9.9, 1.2.3.4, 192.168.1.5', '1.2.3.4'],
    ['a forged entry left of the real one', '10.1.2.3', '127.0.0.1, 1.2.3.4', '1.2.3.4'],
    ['a trusted proxy that says nothing', '10.1.2.3', undefined, '10.1.2.3'],
    ['a trusted proxy that says nonsense', '10.1.2.3', '<script>', '10.1.2.3'],
    ['an IPv4 peer in IPv6 clothes', '::ffff:10.1.2.3', '1.2.3.4', '1.2.3.4'],
    ['an entry with brackets and port', '::1', '[2001:db8::7]:443', '2001:db8::7'],
  ])('%s', (_, peer, forwarded, expected) => {
    expect(address(peer, forwarded)).toBe(expected)
  })

  it('counts IPv6 by its /64', () => {
    expect(addressKey('2001:db8:0:1::7')).toBe('2001:db8:0:1::/64')
    expect(addressKey('2001:0db8::1:2:3:4')).toBe(addressKey('2001:db8::'))
    expect(addressKey('2001:db8:0:2::7')).not.toBe(addressKey('2001:db8:0:1::7'))
    expect(addressKey('203.0.113.9')).toBe('203.0.113.9')
  })
})
