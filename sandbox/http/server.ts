import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { FaultBoard } from '@/sandbox/faults/fault-board'
import { HttpError, reply, sendReply, type VendorHandler } from './exchange'
import { readBody } from './read-body'
import { answerVendor, type VendorErrors } from './vendor-faults'

/** `basePath` is what clients may put before the vendor's own paths. */
export type Vendor = { handler: VendorHandler; errors: VendorErrors; basePath?: string }

/** Takes the raw exchange itself, because JSON-RPC has its own batches, faults and sockets. */
export type RpcEndpoint = {
  request: (provider: string, request: IncomingMessage, response: ServerResponse) => void
  upgrade: (provider: string, request: IncomingMessage, socket: Duplex, head: Buffer) => void
  providers: readonly string[]
}

export type ServerParts = {
  vendors: Record<string, Vendor>
  rpc: RpcEndpoint
  control: (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>
  faults: FaultBoard
}

/** One loopback server for every stand-in: the first path segment names the vendor. Resolves when it listens. */
export async function startServer(
  port: number,
  parts: ServerParts,
): Promise<{ port: number; close: () => Promise<void> }> {
  const closing = new AbortController()
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    void route(request, response, parts, closing.signal).catch((error: unknown) => {
      if (error instanceof HttpError) return sendReply(response, error.reply)
      if (closing.signal.aborted || response.destroyed || request.destroyed) return response.destroy()
      console.error(`sandbox: ${request.method} ${request.url} failed`, error)
      sendReply(response, reply(500, { error: 'Internal server error' }))
    })
  })
  // Longer than clients keep idle connections, so that none of them writes into one that is just being closed.
  server.keepAliveTimeout = 65_000
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('upgrade', (request, socket, head) => {
    const provider = providerOf(request, parts.rpc)
    if (provider) return parts.rpc.upgrade(provider, request, socket, head)
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n')
  })
  await listen(server, port)
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      closing.abort()
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** From the address of a request as it came: nodes are asked too often to read it as a URL each time. */
function providerOf({ url = '/' }: IncomingMessage, rpc: RpcEndpoint): string | null {
  const [, area, provider] = url.split(/[/?]/, 3)
  return area === 'rpc' && provider && rpc.providers.includes(provider) ? provider : null
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  parts: ServerParts,
  closing: AbortSignal,
): Promise<void> {
  const provider = providerOf(request, parts.rpc)
  if (provider) return parts.rpc.request(provider, request, response)

  const url = new URL(request.url ?? '/', 'http://sandbox')
  const [, area = ''] = url.pathname.split('/')
  if (area === 'control') return parts.control(request, response, url.pathname.slice('/control'.length))

  const vendor = parts.vendors[area]
  if (!vendor) {
    const known = [...Object.keys(parts.vendors), 'rpc', 'control'].join(', ')
    return sendReply(response, reply(404, { error: `No stand-in at ${url.pathname}. There are: ${known}` }))
  }
  let signal: AbortSignal | undefined
  await answerVendor(
    area,
    vendor.handler,
    vendor.errors,
    parts.faults,
    {
      method: request.method ?? 'GET',
      path: vendorPath(url.pathname.slice(area.length + 1), vendor),
      query: url.searchParams,
      headers: request.headers,
      body: request.method === 'GET' ? '' : await readBody(request),
      effectDone: () => {},
      // Made when asked for: hardly anything that is answered at once needs it.
      get signal() {
        return (signal ??= AbortSignal.any([goneSignal(response), closing]))
      },
    },
    response,
  )
}

const vendorPath = (path: string, { basePath }: Vendor): string =>
  (basePath && path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path) || '/'

function goneSignal(response: ServerResponse): AbortSignal {
  if (response.closed) return AbortSignal.abort()
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  return gone.signal
}
