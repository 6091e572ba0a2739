import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { PEER_HEADER, type TrustedProxies } from '@/lib/http/client-address'

const isForwarded = (name: string): boolean => name === 'forwarded' || name.startsWith('x-forwarded-')
const isOurs = (name: string): boolean => name.startsWith('x-jarvis-') || name.startsWith('x-middleware-')

/**
 * Sets what the rest of the process may believe about the connection, and removes what a client
 * cannot be believed about: who it claims to be, and, unless a trusted proxy says so, what it was
 * forwarded from.
 */
export const vouchFor = (request: IncomingMessage, trusted: TrustedProxies): void => {
  const { headers } = request
  const peer = request.socket.remoteAddress ?? 'unknown'
  const proxied = trusted.has(peer)
  for (const name of Object.keys(headers))
    if (
      isOurs(name) ||
      (isForwarded(name) && !proxied) ||
      name === 'x-nonce' ||
      name === 'content-security-policy'
    )
      delete headers[name]
  headers[PEER_HEADER] = peer
  headers['x-forwarded-host'] = (proxied && first(headers, 'x-forwarded-host')) || headers.host
  headers['x-forwarded-proto'] = (proxied && first(headers, 'x-forwarded-proto')) || 'http'
}

const first = (headers: IncomingHttpHeaders, name: string): string | undefined => {
  const value = headers[name]
  return (Array.isArray(value) ? value[0] : value)?.split(',')[0]?.trim()
}

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Which Host headers are answered. Bound to loopback, only loopback names are: otherwise any page on
 * the web could point a name of its own at this machine and read the dashboard as its own origin.
 */
export const createHostCheck = (config: { host: string; publicUrl: string | null }) => {
  const loopback = ['127.0.0.1', 'localhost', '::1'].includes(config.host)
  const names = new Set([...LOOPBACK_HOSTS, config.host.includes(':') ? `[${config.host}]` : config.host])
  if (config.publicUrl !== null) names.add(new URL(config.publicUrl).hostname)
  return (host: string | undefined): boolean => {
    if (!loopback && config.publicUrl === null) return true
    // Nothing but a name and a port: what else a URL may hold would reach next-auth's links.
    const [, name] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i.exec(host ?? '') ?? []
    return name !== undefined && names.has(name.toLowerCase())
  }
}
