import { Connection } from '@solana/web3.js'
import PQueue from 'p-queue'
import { httpPost } from './http-post'

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
  const connection = new Connection(config.url, {
    commitment: COMMITMENT,
    wsEndpoint: config.wsUrl,
    disableRetryOnRateLimit: true,
    fetch: (input, init) =>
      queue.add(() => post(String(input), init, timeoutMs), { priority: priorityOf(init?.body) }),
  })
  return { name: config.name, wsUrl: config.wsUrl, connection }
}

const priorityOf = (body: unknown): number =>
  typeof body === 'string' && URGENT.some((method) => body.includes(`"${method}"`)) ? 1 : 0

/** The body is read under the same time-out: a node may hang after its headers. */
const post = async (url: string, init: RequestInit | undefined, timeoutMs: number): Promise<Response> => {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const headers = Object.fromEntries(new Headers(init?.headers))
    const answer = await httpPost(url, String(init?.body ?? ''), headers, signal)
    const { status, text } = answer
    if (status < 200 || status > 299)
      throw new ProviderHttpError(status, text, retryAfterMs(answer.headers['retry-after']))
    return answered(status, text)
  } catch (error) {
    if (error instanceof ProviderHttpError) throw error
    throw new Error(signal.aborted ? `no answer within ${timeoutMs} ms` : 'cannot be reached', {
      cause: error,
    })
  }
}

/** All that web3.js looks at; a real Response wraps the text in a stream, for each of thousands of calls. */
const answered = (status: number, text: string): Response =>
  ({ status, ok: true, statusText: '', text: async () => text }) as Response

const retryAfterMs = (header: string | undefined): number | null => {
  const seconds = Number(header ?? NaN)
  return Number.isFinite(seconds) ? seconds * 1_000 : null
}
