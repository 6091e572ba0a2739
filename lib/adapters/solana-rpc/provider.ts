import type { z } from 'zod'
import { createHttpClient, type HttpClient, NoAnswerInTimeError } from '../http/http-client'
import { resultOf, type RpcCall } from './json-rpc'
import { createRequestBudget, type RequestBudget } from './request-budget'

export type RpcProviderConfig = { name: string; url: string; wsUrl: string }

export type Provider = {
  readonly name: string
  readonly wsUrl: string
  readonly budget: Pick<RequestBudget, 'backlog' | 'delayMs'>
  /**
   * Throws NodeRefusalError, ProviderHttpError, or an Error that says what is wrong with the answer or that there is
   * none.
   */
  ask<T>(call: RpcCall, answer: z.ZodType<T>): Promise<T>
}

/** A node that answered with an HTTP error. `retryAfterMs` is what it asked for, null when it did not. */
export class ProviderHttpError extends Error {
  constructor(
    readonly status: number,
    text: string,
    readonly retryAfterMs: number | null,
  ) {
    super(`HTTP ${status}: ${text.slice(0, 200)}`)
    this.name = 'ProviderHttpError'
  }
}

/** One commitment for blockhashes, simulation and reads: mixing them makes fresh transactions look invalid (F06). */
export const COMMITMENT = 'confirmed'

/** What concerns a transaction under way. */
const URGENT = new Set([
  'sendTransaction',
  'getSignatureStatuses',
  'getBlockHeight',
  'getTransaction',
  'simulateTransaction',
])

/** A node with its own request budget and a time-out on every call. */
export const createProvider = (
  config: RpcProviderConfig,
  { rps, timeoutMs }: { rps: number; timeoutMs: number },
): Provider => {
  const budget = createRequestBudget(rps)
  const http = createHttpClient(config.url)
  return {
    name: config.name,
    wsUrl: config.wsUrl,
    budget,
    ask: async (call, answer) => {
      const level = call.level ?? (URGENT.has(call.method) ? 'urgent' : 'other')
      const text = await budget.run(level, () => post(http, call.body, timeoutMs))
      const read = answer.safeParse(resultOf(call, text))
      if (read.success) return read.data
      throw new Error(`the answer to ${call.method} cannot be read`, { cause: read.error })
    },
  }
}

const HEADERS = { 'content-type': 'application/json' }

const post = async (http: HttpClient, body: string, timeoutMs: number): Promise<string> => {
  const { status, headers, text } = await http('', { body, headers: HEADERS, timeoutMs }).catch(
    (cause: unknown) => {
      if (cause instanceof NoAnswerInTimeError) throw cause
      throw new Error('cannot be reached', { cause })
    },
  )
  if (status >= 200 && status < 300) return text
  throw new ProviderHttpError(status, text, retryAfterMs(headers['retry-after']))
}

const retryAfterMs = (header: string | undefined): number | null => {
  const seconds = Number(header ?? NaN)
  return Number.isFinite(seconds) ? seconds * 1_000 : null
}
