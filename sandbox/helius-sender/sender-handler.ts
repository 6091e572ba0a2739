import type { Chain } from '@/sandbox/chain/chain'
import type { FaultBoard } from '@/sandbox/faults/fault-board'
import { reply, type VendorHandler } from '@/sandbox/http/exchange'
import type { VendorErrors } from '@/sandbox/http/vendor-faults'
import { bytesOf, readCall, refusal } from '@/sandbox/landing/json-rpc-call'
import { openAccounts, pricesUnits, SENDER_TIP_ACCOUNTS, tipTo } from '@/sandbox/landing/tip-accounts'

/** Below 0.001 SOL Sender takes fewer paths, below 0.000005 none (helius.dev/docs/sending-transactions/sender-max). */
const LEAST_TIP = 5_000n

/**
 * Helius Sender: POST /fast, as helius.dev/docs/sending-transactions/sender states its requirements (skipPreflight, a
 * tip, a price per compute unit). The words of its refusals are not documented; these are our own.
 */
export const createSenderHandler = (chain: Chain, faults: FaultBoard): VendorHandler => {
  openAccounts(chain, SENDER_TIP_ACCOUNTS)
  return ({ method, path, body, effectDone }) => {
    if (method !== 'POST' || path !== '/fast') return reply(404, { error: 'Not found' })
    const call = readCall(body)
    const [text, config] = call.params
    if (call.method !== 'sendTransaction') throw refusal(call.id, 'only sendTransaction is played')
    const wire = bytesOf(call, text, config)
    const { skipPreflight } = config as { skipPreflight?: unknown }
    if (skipPreflight !== true) throw refusal(call.id, 'skipPreflight must be true')
    if (tipTo(SENDER_TIP_ACCOUNTS, wire) < LEAST_TIP)
      throw refusal(call.id, 'the transaction must tip one of the tip accounts 5000 lamports or more')
    if (!pricesUnits(wire)) throw refusal(call.id, 'the transaction must set a compute unit price')
    const dropped = faults.take('helius-sender', 'drop_transactions')
    const signature = dropped ? 'dropped' : chain.submit(wire)
    effectDone()
    return reply(200, { jsonrpc: '2.0', result: signature, id: call.id })
  }
}

export const senderGatewayErrors: VendorErrors = {
  rateLimited: () =>
    reply(429, { jsonrpc: '2.0', error: { code: -32429, message: 'rate limited' }, id: null }),
  failed: (status) =>
    reply(status, { jsonrpc: '2.0', error: { code: -32603, message: 'Internal error' }, id: null }),
}
