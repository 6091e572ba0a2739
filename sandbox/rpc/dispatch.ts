import { isRecord } from './params'
import type { RpcCall, RpcMethods } from './rpc-call'
import { invalidParams, invalidRequest, methodNotFound, RpcError } from './rpc-error'

/** Answers one request or a batch; undefined when it held only notifications. */
export function answerRpc(
  payload: unknown,
  methods: RpcMethods,
  callFor: (method: string) => RpcCall,
): unknown {
  if (!Array.isArray(payload)) return answerOne(payload, methods, callFor)
  if (payload.length === 0) return failure(null, invalidRequest())
  const answers = payload
    .map((one) => answerOne(one, methods, callFor))
    .filter((answer) => answer !== undefined)
  return answers.length > 0 ? answers : undefined
}

function answerOne(request: unknown, methods: RpcMethods, callFor: (method: string) => RpcCall): unknown {
  if (!isRecord(request) || typeof request.method !== 'string') return failure(null, invalidRequest())
  const { id, method, params } = request
  if (id === undefined) return undefined
  try {
    if (params !== undefined && !Array.isArray(params)) throw invalidParams('Invalid params: must be a list')
    const run = Object.hasOwn(methods, method) ? methods[method] : undefined
    if (!run) throw methodNotFound()
    return { jsonrpc: '2.0', result: run(params ?? [], callFor(method)), id }
  } catch (error) {
    return failure(id, error)
  }
}

/** The error object of an answer. What is not an RpcError is a defect of ours and is printed. */
export function failure(id: unknown, error: unknown): unknown {
  if (!(error instanceof RpcError)) {
    console.error('sandbox rpc: a method failed', error)
    return { jsonrpc: '2.0', error: { code: -32603, message: 'Internal error' }, id }
  }
  const { code, message, data } = error
  return { jsonrpc: '2.0', error: { code, message, ...(data !== undefined && { data }) }, id }
}

/** Names of the methods a payload asks for. */
export function methodsIn(payload: unknown): string[] {
  const requests = Array.isArray(payload) ? payload : [payload]
  return requests.flatMap((one) => (isRecord(one) && typeof one.method === 'string' ? [one.method] : []))
}
