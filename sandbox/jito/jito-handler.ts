import type { Chain } from '@/sandbox/chain/chain'
import { parseTransaction } from '@/sandbox/chain/wire-transaction'
import type { FaultBoard } from '@/sandbox/faults/fault-board'
import { reply, type VendorHandler } from '@/sandbox/http/exchange'
import type { VendorErrors } from '@/sandbox/http/vendor-faults'
import { bytesOf, type JsonRpcCall, readCall, refusal } from '@/sandbox/landing/json-rpc-call'
import { JITO_TIP_ACCOUNTS, openAccounts, tipTo } from '@/sandbox/landing/tip-accounts'
import { BundleBook, bundleIdOf } from './bundles'

/** The least tip that is looked at, in lamports. */
const LEAST_TIP = 1_000n

/**
 * Jito's block engine, as docs.jito.wtf describes it: sendTransaction at /api/v1/transactions, sendBundle and
 * getBundleStatuses at /api/v1/bundles. Bundles of one transaction are played.
 */
export const createJitoHandler = (chain: Chain, faults: FaultBoard): VendorHandler => {
  openAccounts(chain, JITO_TIP_ACCOUNTS)
  const bundles = new BundleBook(chain)
  const take = (call: JsonRpcCall, text: unknown): { signature: string; dropped: boolean } => {
    const wire = bytesOf(call, text, call.params[1])
    if (tipTo(JITO_TIP_ACCOUNTS, wire) < LEAST_TIP)
      throw refusal(call.id, 'transaction must write lock at least one tip account and tip it')
    const dropped = faults.take('jito', 'drop_transactions') !== null
    const signature = dropped ? parseTransaction(wire).signatures[0]! : chain.submit(wire)
    return { signature, dropped }
  }
  const methods: Record<string, (call: JsonRpcCall) => unknown> = {
    '/api/v1/transactions sendTransaction': (call) => take(call, call.params[0]).signature,
    '/api/v1/bundles sendBundle': (call) => {
      const [texts] = call.params
      if (!Array.isArray(texts) || texts.length !== 1) throw refusal(call.id, 'bundles of one are played')
      const { signature, dropped } = take(call, texts[0])
      return dropped ? bundleIdOf([signature]) : bundles.remember([signature])
    },
    '/api/v1/bundles getBundleStatuses': (call) => {
      const [ids] = call.params
      if (!Array.isArray(ids) || ids.length > 5) throw refusal(call.id, 'up to five bundle ids')
      const value = ids.map((id) => bundles.status(String(id)))
      return { context: { slot: Number(chain.slot) }, value }
    },
  }
  return ({ method, path, body, effectDone }) => {
    if (method !== 'POST') return reply(404, { error: 'Not found' })
    const call = readCall(body)
    const answer = methods[`${path} ${call.method}`]
    if (!answer) throw refusal(call.id, `${call.method} is not played at ${path}`)
    const result = answer(call)
    effectDone()
    return reply(200, { jsonrpc: '2.0', result, id: call.id })
  }
}

export const jitoGatewayErrors: VendorErrors = {
  rateLimited: () =>
    reply(429, { jsonrpc: '2.0', error: { code: -32097, message: 'Rate limit exceeded' }, id: null }),
  failed: (status) =>
    reply(status, { jsonrpc: '2.0', error: { code: -32603, message: 'Internal error' }, id: null }),
}
