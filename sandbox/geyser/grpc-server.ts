import { createServer, type Http2Session, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { splitFrames, toFrame } from './grpc-frames'

export const STATUS = {
  ok: 0,
  invalidArgument: 3,
  deadlineExceeded: 4,
  permissionDenied: 7,
  resourceExhausted: 8,
  outOfRange: 11,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const

/** What a client without a slot's worth of patience has not taken by now is lost on it. */
const MAX_UNSENT_BYTES = 64_000_000

/** One call as the handler sees it. After `end` nothing more is sent. */
export type GrpcCall = {
  method: string
  metadata: (name: string) => string | undefined
  /** Answers the headers at once: a client waits for them before it believes in the stream. */
  open: () => void
  send: (message: Uint8Array) => void
  end: (status?: number, message?: string) => void
  /** Cuts the connection under the call. */
  cut: () => void
  onMessage: (take: (message: Uint8Array) => void) => void
  /** The client has sent all it will send. */
  onHalfClose: (done: () => void) => void
  onClose: (done: () => void) => void
}

/** gRPC over plain HTTP/2 on the loopback. Resolves when it listens; 0 takes a free port. */
export async function startGrpcServer(
  port: number,
  handle: (call: GrpcCall) => void,
): Promise<{ port: number; cutAll: () => void; close: () => Promise<void> }> {
  const sessions = new Set<Http2Session>()
  const server = createServer()
  server.on('session', (session) => {
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
    session.on('error', () => session.destroy())
  })
  server.on('stream', (stream, headers) => handle(callOf(stream, headers)))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  const cutAll = () => {
    for (const session of sessions) session.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cutAll,
    close: () => {
      cutAll()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function callOf(stream: ServerHttp2Stream, headers: Record<string, unknown>): GrpcCall {
  let trailers: Record<string, string> = {}
  let ended = false
  const open = () => {
    if (stream.headersSent || stream.destroyed) return
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
    stream.on('wantTrailers', () => stream.sendTrailers(trailers))
  }
  const end = (status: number = STATUS.ok, message = '') => {
    if (ended) return
    ended = true
    trailers = { 'grpc-status': String(status), ...(message && { 'grpc-message': encodeURI(message) }) }
    if (stream.destroyed) return
    open()
    stream.end()
  }
  stream.on('error', () => stream.destroy())
  return {
    method: String(headers[':path']).split('/')[2] ?? '',
    metadata: (name) => (typeof headers[name] === 'string' ? headers[name] : undefined),
    open,
    send: (message) => {
      if (ended || stream.destroyed) return
      if (stream.writableLength > MAX_UNSENT_BYTES) return end(STATUS.resourceExhausted, 'lagged')
      open()
      stream.write(toFrame(message))
    },
    end,
    cut: () => stream.session?.destroy(),
    onMessage: (take) => {
      const split = splitFrames(take)
      stream.on('data', (chunk: Buffer) => {
        if (!split(chunk)) end(STATUS.unimplemented, 'compressed messages are not taken')
      })
    },
    onHalfClose: (done) => void stream.on('end', done),
    onClose: (done) => void stream.on('close', done),
  }
}
