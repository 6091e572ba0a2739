import type { HttpClient } from './http-client'

const HEADERS = { 'content-type': 'application/json' }
const TOLD_CHARS = 200

/** The `result` of one JSON-RPC call, read by nobody yet. Throws for every other answer, and for none in time. */
export const jsonRpcCall = async (
  http: HttpClient,
  path: string,
  call: { method: string; params: unknown[]; timeoutMs: number },
): Promise<unknown> => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: '1', method: call.method, params: call.params })
  const { status, text } = await http(path, { body, headers: HEADERS, timeoutMs: call.timeoutMs })
  if (status !== 200) throw new Error(`HTTP ${status}: ${text.slice(0, TOLD_CHARS)}`)
  const answer = JSON.parse(text) as { result?: unknown; error?: unknown } | null
  if (answer?.error != null || answer?.result == null)
    throw new Error(`answered ${text.slice(0, TOLD_CHARS)}`)
  return answer.result
}
