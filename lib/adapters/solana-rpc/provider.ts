import type { z } from 'zod'
import { createHttpClient, type HttpClient, NoAnswerInTimeError } from '../http/http-client'
import { resultOf, type RpcCall, slotOf } from './json-rpc'
import { ProviderHttpError, retryAfterMs } from './node-errors'
import { createRequestBudget, type RequestBudget } from './request-budget'

/** `tier` 1 is asked first; 1 where none is given. */
export type RpcProviderConfig = { name: string; url: string; wsUrl: string; tier?: 1 | 2 | 3 }

export type Provider = {
  readonly name: string
  readonly tier: number
  readonly wsUrl: string
  readonly budget: Pick<RequestBudget, 'backlog' | 'delayMs' | 'usage'>
  /**
   * Throws NodeRefusalError, ProviderHttpError, BudgetShedError, or an Error that says what is wrong with the answer
   * or that there is none.
   */
  ask<T>(call: RpcCall, answer: z.ZodType<T>): Promise<T>
}

/** Told when a call leaves; what it returns is told the slot its answer speaks of. */
export type SlotObserver = (node: string) => (slot: bigint) => void

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

type ProviderOptions = { rps: number; timeoutMs: number; onSlot?: SlotObserver | undefined }

/** A node with its own request budget and a time-out on every call. */
export const createProvider = (
  config: RpcProviderConfig,
  { rps, timeoutMs, onSlot }: ProviderOptions,
): Provider => {
  const budget = createRequestBudget(rps)
  const http = createHttpClient(config.url)
  return {
    name: config.name,
    tier: config.tier ?? 1,
    wsUrl: config.wsUrl,
    budget,
    ask: async (call, answer) => {
      const level = call.level ?? (URGENT.has(call.method) ? 'urgent' : 'other')
      const result = await budget.run(level, async () => {
        const tellSlot = call.commitment === COMMITMENT ? onSlot?.(config.name) : undefined
        const result = resultOf(call, await post(http, call.body, timeoutMs))
        const slot = slotOf(call, result)
        if (slot !== null) tellSlot?.(slot)
        return result
      })
      const read = answer.safeParse(result)
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
  throw new ProviderHttpError(status, text, retryAfterMs(headers, Date.now()))
}
