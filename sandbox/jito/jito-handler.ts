import type { Chain } from '@/sandbox/chain/chain'
import { MalformedTransactionError, parseTransaction } from '@/sandbox/chain/wire-transaction'
import { SYSTEM_PROGRAM } from '@/sandbox/chain/addresses'
import { HttpError, reply, type VendorHandler } from '@/sandbox/http/exchange'
import type { VendorErrors } from '@/sandbox/http/vendor-faults'
import { tipAccount } from '@/sandbox/jupiter/jito-tip'

/** The least tip that is looked at, in lamports. */
const LEAST_TIP = 1_000n
const TRANSFER = 2

/** Jito's block engine: POST /api/v1/transactions, as docs.jito.wtf describes it. Bundles are not played. */
export const createJitoHandler =
  (chain: Chain): VendorHandler =>
  ({ method, path, body, effectDone }) => {
    if (method !== 'POST' || path !== '/api/v1/transactions') return reply(404, { error: 'Not found' })
    const { id, wire } = readCall(body)
    if (tipOf(chain, wire) < LEAST_TIP)
      throw refusal(id, 'transaction must write lock at least one tip account and tip it')
    const signature = chain.submit(wire)
    effectDone()
    return reply(200, { jsonrpc: '2.0', result: signature, id })
  }

const refusal = (id: unknown, message: string): HttpError =>
  new HttpError(reply(400, { jsonrpc: '2.0', error: { code: -32602, message }, id }))

const readCall = (body: string): { id: unknown; wire: Uint8Array } => {
  try {
    const { id, method, params } = JSON.parse(body) as Record<string, unknown>
    const [text, config] = params as [string, { encoding?: string }]
    if (method !== 'sendTransaction' || config.encoding !== 'base64')
      throw refusal(id, 'sendTransaction with base64 is what is played')
    return { id, wire: new Uint8Array(Buffer.from(text, 'base64')) }
  } catch (error) {
    throw error instanceof HttpError ? error : refusal(null, 'the request cannot be read')
  }
}

const tipOf = (chain: Chain, wire: Uint8Array): bigint => {
  try {
    const { staticKeys, instructions } = parseTransaction(wire)
    const tips = instructions
      .filter(({ programIdIndex }) => staticKeys[programIdIndex] === SYSTEM_PROGRAM)
      .map(({ data, accounts }) => ({ view: Buffer.from(data), to: staticKeys[accounts[1] ?? -1] }))
      .filter(
        ({ view, to }) => view.length === 12 && view.readUInt32LE(0) === TRANSFER && to === tipAccount(chain),
      )
    return tips.reduce((sum, { view }) => sum + view.readBigUInt64LE(4), 0n)
  } catch (error) {
    if (error instanceof MalformedTransactionError) return 0n
    throw error
  }
}

export const jitoGatewayErrors: VendorErrors = {
  rateLimited: () =>
    reply(429, { jsonrpc: '2.0', error: { code: -32097, message: 'Rate limit exceeded' }, id: null }),
  failed: (status) =>
    reply(status, { jsonrpc: '2.0', error: { code: -32603, message: 'Internal error' }, id: null }),
}
