import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Fault, FaultKind } from '@/sandbox/faults/fault-board'
import { HttpError, sendReply, sendText as send } from '@/sandbox/http/exchange'
import { readBody } from '@/sandbox/http/read-body'
import { answerRpc, failure, methodsIn } from './dispatch'
import { methodsOf } from './methods/registry'
import type { Provider } from './provider'
import { parseError } from './rpc-error'

const DEFAULTS = { slowMs: 2_000, retryAfterSeconds: 1, errorStatus: 503, gatewayTimeout: 504 }

type Endpoint = (request: IncomingMessage, response: ServerResponse) => void

/** JSON-RPC over HTTP, misbehaving as the faults against this provider say. */
export function createHttpEndpoint(provider: Provider): Endpoint {
  const methods = methodsOf(provider.name)
  const answer = (payload: unknown) => answerRpc(payload, methods, (method) => provider.callFor(method))

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') return send(response, 200, 'ok', { 'content-type': 'text/plain' })
    if (request.method !== 'POST') return sendJson(response, 405, { error: 'Use POST' }, { allow: 'POST' })
    const body = await readBody(request)
    const payload = parseJson(body)
    const names = methodsIn(payload)
    const strike = (kind: FaultKind) => firstStrike(provider, kind, names)

    if (strike('down')) return void request.socket.destroy()
    // Left open: the caller's own time-out ends it.
    if (strike('hang')) return
    const slow = strike('slow')
    if (slow) await delay(Number(slow.value ?? DEFAULTS.slowMs))
    const limited = strike('rate_limit')
    if (limited) {
      const seconds = String(limited.value ?? DEFAULTS.retryAfterSeconds)
      return sendJson(response, 429, gatewayError(429, 'Too many requests'), { 'retry-after': seconds })
    }
    const failed = strike('error')
    if (failed) {
      const status = Number(failed.value ?? DEFAULTS.errorStatus)
      return sendJson(response, status, gatewayError(status, 'The request failed'))
    }
    const afterEffect = strike('error_after_effect')
    const result = payload === undefined ? failure(null, parseError()) : answer(payload)
    if (afterEffect) {
      return sendJson(
        response,
        DEFAULTS.gatewayTimeout,
        gatewayError(DEFAULTS.gatewayTimeout, 'Gateway timeout'),
      )
    }
    if (result === undefined) return send(response, 200, '', {})
    const text = JSON.stringify(result)
    const shown = strike('malformed') ? text.slice(0, Math.ceil(text.length / 2)) : text
    send(response, 200, shown, { 'content-type': 'application/json' })
  }

  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (error instanceof HttpError) return sendReply(response, error.reply)
      if (request.destroyed || response.destroyed) return
      console.error(`sandbox rpc ${provider.name}: request failed`, error)
      sendJson(response, 500, gatewayError(500, 'Internal error'))
    })
  }
}

function firstStrike(provider: Provider, kind: FaultKind, methods: string[]): Fault | null {
  for (const method of methods.length > 0 ? methods : ['']) {
    const fault = provider.strike(kind, method)
    if (fault) return fault
  }
  return null
}

const gatewayError = (code: number, message: string) => ({
  jsonrpc: '2.0',
  error: { code, message },
  id: null,
})

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  send(response, status, JSON.stringify(body), { 'content-type': 'application/json', ...headers })
}
