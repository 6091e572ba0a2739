import { HttpError, reply } from '@/sandbox/http/exchange'

export type JsonRpcCall = { id: unknown; method: string; params: unknown[] }

/** Throws what answers a body that is no call. */
export function readCall(body: string): JsonRpcCall {
  try {
    const { id, method, params } = JSON.parse(body) as Record<string, unknown>
    if (typeof method === 'string' && Array.isArray(params)) return { id, method, params }
  } catch {
    // Answered like every other body that is no call.
  }
  throw refusal(null, 'the request cannot be read')
}

export const refusal = (id: unknown, message: string): HttpError =>
  new HttpError(reply(400, { jsonrpc: '2.0', error: { code: -32602, message }, id }))

/** Base64 text with `{ encoding: 'base64' }` beside it. */
export function bytesOf({ id }: JsonRpcCall, text: unknown, config: unknown): Uint8Array {
  const { encoding } = (config ?? {}) as { encoding?: unknown }
  if (typeof text !== 'string' || encoding !== 'base64') throw refusal(id, 'only base64 is played')
  return new Uint8Array(Buffer.from(text, 'base64'))
}
