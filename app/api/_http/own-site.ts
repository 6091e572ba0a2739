import { AppError } from '@/lib/errors'
import { webRuntime } from './runtime'

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/**
 * The host that browsers know us by, for messages that wallets sign. The request's own Host is taken only
 * when it is ours by configuration: a message signed for another site must never sign in here.
 */
export const ownSite = (headers: Headers): { domain: string; secure: boolean } => {
  const { config } = webRuntime().web
  if (config.publicUrl !== null) {
    const { host, protocol } = new URL(config.publicUrl)
    return { domain: host, secure: protocol === 'https:' }
  }
  const host = headers.get('host') ?? ''
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null
  const port = url?.port || '80'
  const ours = url && [...LOOPBACK, config.host].includes(url.hostname)
  if (!ours || (config.port !== 0 && port !== String(config.port)))
    throw new AppError(
      'forbidden',
      `Wallets cannot sign in at ${host || 'this address'}. Open JARVIS at its own address, or set PUBLIC_URL.`,
    )
  return { domain: url.host, secure: false }
}
