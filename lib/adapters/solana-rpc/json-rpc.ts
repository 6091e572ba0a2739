import type { CallLevel } from './request-budget'

/** One call in the bytes that go over the wire: written once, it can be sent to several nodes. */
export type RpcCall = {
  readonly method: string
  readonly body: string
  readonly level?: CallLevel
  /** Where the call names one. */
  readonly commitment?: string
}

/** Each call has an HTTP exchange of its own, so the id tells nothing. */
export const rpcCall = (method: string, ...params: readonly unknown[]): RpcCall => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: '1', method, params })
  const config = params.at(-1)
  return isRecord(config) && typeof config.commitment === 'string'
    ? { method, body, commitment: config.commitment }
    : { method, body }
}

/** Where its method alone does not tell how urgent a call is. */
export const atLevel = (level: CallLevel, call: RpcCall): RpcCall => ({ ...call, level })

/** The node understood the call and refuses it; it works. */
export class NodeRefusalError extends Error {
  constructor(
    method: string,
    readonly code: number,
    reason: string,
  ) {
    super(`${method} was refused: ${reason} (${code})`)
    this.name = 'NodeRefusalError'
  }
}

/** The `result` of an answer, unchecked. Throws NodeRefusalError for a JSON-RPC error, and for what is no answer. */
export const resultOf = ({ method }: RpcCall, text: string): unknown => {
  const answer = parsed(text)
  if (isRecord(answer) && isRecord(answer.error)) {
    const { code, message } = answer.error
    throw new NodeRefusalError(method, Number(code), String(message))
  }
  if (!isRecord(answer) || answer.result === undefined)
    throw new Error(`the answer to ${method} cannot be read: ${text.slice(0, 200)}`)
  return answer.result
}

/** The slot an answer speaks of; null where it names none. */
export const slotOf = ({ method }: RpcCall, result: unknown): bigint | null => {
  const context = isRecord(result) ? result.context : undefined
  const slot = method === 'getSlot' ? result : isRecord(context) ? context.slot : undefined
  return typeof slot === 'number' && Number.isSafeInteger(slot) ? BigInt(slot) : null
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
