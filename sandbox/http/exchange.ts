import type { IncomingHttpHeaders, ServerResponse } from 'node:http'

/** One request as the stand-in of a vendor sees it; `path` is the vendor's own, without our prefix. */
export type VendorRequest = {
  method: string
  path: string
  query: URLSearchParams
  headers?: IncomingHttpHeaders
  body: string
  /** Called once the request has had its effect on the world (a broadcast), before the answer is ready. */
  effectDone: () => void
  /** Aborted when the caller has gone or the server is closing. */
  signal: AbortSignal
}

export type VendorReply = { status: number; body: unknown; headers?: Record<string, string> }

export type VendorHandler = (request: VendorRequest) => VendorReply | Promise<VendorReply>

export const reply = (status: number, body: unknown, headers?: Record<string, string>): VendorReply => ({
  status,
  body,
  headers,
})

/** An answer other than 200 thrown from the depth of a handler. */
export class HttpError extends Error {
  constructor(readonly reply: VendorReply) {
    super(`HTTP ${reply.status}`)
    this.name = 'HttpError'
  }
}

export function sendReply(response: ServerResponse, { status, body, headers }: VendorReply): void {
  sendText(response, status, body === undefined ? '' : JSON.stringify(body), {
    'content-type': 'application/json',
    ...headers,
  })
}

export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string>,
): void {
  if (response.headersSent || response.destroyed) return
  // With a length it goes out in one piece, else in chunks.
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) })
  response.end(text)
}
