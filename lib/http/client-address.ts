import { BlockList, isIP } from 'node:net'

/** Set by our own server to the socket's peer on every request; whatever a client sent is overwritten. */
export const PEER_HEADER = 'x-jarvis-peer'

const plain = (address: string): string => {
  const trimmed = address.trim().replace(/^\[|\](:\d+)?$/g, '')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(trimmed)
  return mapped?.[1] ?? trimmed
}

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

export type TrustedProxies = { has(address: string): boolean }

export const createTrustedProxies = (entries: readonly string[]): TrustedProxies => {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    if (prefix === undefined) list.addAddress(address, family(address))
    else list.addSubnet(address, Number(prefix), family(address))
  }
  return {
    has: (address) => isIP(plain(address)) !== 0 && list.check(plain(address), family(plain(address))),
  }
}

/**
 * The socket's peer, or, where that is a trusted proxy, the nearest address in X-Forwarded-For that
 * is not one: entries further left are the client's own claim.
 */
export const clientAddress = (headers: Headers, trusted: TrustedProxies): string => {
  let address = plain(headers.get(PEER_HEADER) ?? 'unknown')
  const forwarded = (headers.get('x-forwarded-for') ?? '').split(',').map(plain)
  while (trusted.has(address)) {
    const next = forwarded.pop()
    if (!next || isIP(next) === 0) break
    address = next
  }
  return address
}

/** One household is one key: IPv6 addresses count by their /64. */
export const addressKey = (address: string): string => {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const middle = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0')
  return `${[...left, ...middle, ...right]
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')}::/64`
}
