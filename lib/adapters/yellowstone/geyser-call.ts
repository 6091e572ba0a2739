import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { SubscribeRequest, SubscribeUpdate } from './messages'

export type GeyserEndpoint = {
  name: string
  /** https is TLS; without a port 443, or 80 for http. */
  url: string
  token?: string | undefined
}

export type CallEnd = {
  reason: string
  /** The server does not keep, or never kept, the slot that was asked for. */
  replayRefused: boolean
}

export type GeyserCall = {
  send(request: SubscribeRequest): void
  /** Cancels the stream and closes its connection; nothing of it is heard from then on. */
  destroy(): void
}

const OPTIONS = {
  'grpc.keepalive_time_ms': 10_000,
  'grpc.keepalive_timeout_ms': 5_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.max_receive_message_length': 64 * 1024 * 1024,
  // A connection of its own: one that has gone wrong must not be handed to the next attempt.
  'grpc.use_local_subchannel_pool': 1,
}
const PATH = '/geyser.Geyser/Subscribe'
/** In the words of Yellowstone, of its older versions, and of LaserStream. */
const REPLAY_REFUSED = /last available|from_slot is not supported|first available slot|replay position/

const encode = (request: SubscribeRequest): Buffer => Buffer.from(SubscribeRequest.encode(request).finish())

/** One subscription stream on a connection of its own. Either handler may throw nothing; `onEnd` is called once. */
export const openGeyserCall = (
  { url, token }: GeyserEndpoint,
  handlers: { onUpdate(update: SubscribeUpdate): void; onEnd(end: CallEnd): void },
): GeyserCall => {
  const { protocol, hostname, port } = new URL(url)
  const secure = protocol === 'https:'
  const client = new Client(
    `${hostname}:${port || (secure ? '443' : '80')}`,
    secure ? credentials.createSsl() : credentials.createInsecure(),
    OPTIONS,
  )
  const metadata = new Metadata()
  if (token !== undefined) metadata.set('x-token', token)
  const call = client.makeBidiStreamRequest(PATH, encode, SubscribeUpdate.decode, metadata)

  const destroy = (): void => {
    call.removeAllListeners()
    // Cancelling is reported as an error once more.
    call.on('error', () => {})
    call.cancel()
    client.close()
  }
  const end = (reason: string, replayRefused = false): void => {
    destroy()
    handlers.onEnd({ reason, replayRefused })
  }
  call.on('data', handlers.onUpdate)
  call.on('error', ({ code, details }: ServiceError) =>
    end(`${status[code] ?? code}: ${details}`, code === status.OUT_OF_RANGE || REPLAY_REFUSED.test(details)),
  )
  call.on('end', () => end('the server ended the stream'))
  return { send: (request) => void call.write(request), destroy }
}
