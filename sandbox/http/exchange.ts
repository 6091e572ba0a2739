import type { IncomingMessage, ServerResponse } from 'node:http'

/** One request as the stand-in of a vendor sees it; `path` is the vendor's own, without our prefix. */
export type VendorRequest = {
  method: string
  path: string
  query: URLSearchParams
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

const MAX_BODY_BYTES = 1_000_000

/** The request body as text. Throws an HttpError 413 above one megabyte. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) throw new HttpError(reply(413, { error: 'The request body is too large' }))
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
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
  response.writeHead(status, headers)
  response.end(text)
}
