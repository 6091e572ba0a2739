import { Connection } from '@solana/web3.js'
import PQueue from 'p-queue'
import { createHttpClient, type HttpClient, NoAnswerInTimeError } from '../http/http-client'

export type RpcProviderConfig = { name: string; url: string; wsUrl: string }

export type Provider = { readonly name: string; readonly wsUrl: string; readonly connection: Connection }

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

/** What concerns a transaction under way passes before other reads when the budget is short. */
const URGENT = [
  'sendTransaction',
  'getSignatureStatuses',
  'getBlockHeight',
  'getTransaction',
  'simulateTransaction',
]

/** A web3.js connection with its own request budget and a time-out on every call. */
export const createProvider = (
  config: RpcProviderConfig,
  { rps, timeoutMs }: { rps: number; timeoutMs: number },
): Provider => {
  const queue = new PQueue({ interval: 1_000, intervalCap: Math.max(1, Math.floor(rps)), strict: true })
  const http = createHttpClient(config.url)
  const connection = new Connection(config.url, {
    commitment: COMMITMENT,
    wsEndpoint: config.wsUrl,
    disableRetryOnRateLimit: true,
    fetch: (_, init) => queue.add(() => post(http, init, timeoutMs), { priority: priorityOf(init?.body) }),
  })
  return { name: config.name, wsUrl: config.wsUrl, connection }
}

const priorityOf = (body: unknown): number =>
  typeof body === 'string' && URGENT.some((method) => body.includes(`"${method}"`)) ? 1 : 0

const post = async (
  http: HttpClient,
  init: RequestInit | undefined,
  timeoutMs: number,
): Promise<Response> => {
  const headers = Object.fromEntries(new Headers(init?.headers))
  const { status, text, ...answer } = await http('', {
    body: String(init?.body ?? ''),
    headers,
    timeoutMs,
  }).catch((cause: unknown) => {
    if (cause instanceof NoAnswerInTimeError) throw cause
    throw new Error('cannot be reached', { cause })
  })
  if (status < 200 || status > 299)
    throw new ProviderHttpError(status, text, retryAfterMs(answer.headers['retry-after']))
  return answered(status, text)
}

/** All that web3.js looks at; a real Response wraps the text in a stream, for each of thousands of calls. */
const answered = (status: number, text: string): Response =>
  ({ status, ok: true, statusText: '', text: async () => text }) as Response

const retryAfterMs = (header: string | undefined): number | null => {
  const seconds = Number(header ?? NaN)
  return Number.isFinite(seconds) ? seconds * 1_000 : null
}
