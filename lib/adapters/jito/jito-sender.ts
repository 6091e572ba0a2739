import { JITO_TIP_ACCOUNTS } from '@/lib/domain/execution/tip-accounts'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import type { TransactionSender } from '@/lib/ports/chain'
import { createHttpClient } from '../http/http-client'
import { jsonRpcCall } from '../http/json-rpc-call'
import { namesOneOf } from '../wire/names-one-of'

const TIMEOUT_MS = 2_000
const BASE64 = { encoding: 'base64' }

/**
 * Hands transactions that tip Jito to its block engine as well (docs.jito.wtf, sendTransaction). What it answers
 * decides nothing: the same bytes go to the nodes, and the chain tells what became of their signature. `bundleOnly`
 * sends a bundle of the one transaction and keeps it from the nodes; where Jito does not take it, they get it at once.
 */
export const createJitoSender = (deps: {
  url: string
  nodes: TransactionSender
  logger: Pick<Logger, 'warn'>
}): TransactionSender => {
  const http = createHttpClient(deps.url)
  const refused = (error: unknown): void =>
    deps.logger.warn({ reason: errorMessage(error) }, 'Jito did not take a transaction')
  const hand = (signed: Uint8Array) =>
    jsonRpcCall(http, '/api/v1/transactions', {
      method: 'sendTransaction',
      params: [Buffer.from(signed).toString('base64'), BASE64],
      timeoutMs: TIMEOUT_MS,
    })
  const handBundle = (signed: Uint8Array) =>
    jsonRpcCall(http, '/api/v1/bundles', {
      method: 'sendBundle',
      params: [[Buffer.from(signed).toString('base64')], BASE64],
      timeoutMs: TIMEOUT_MS,
    })
  return {
    send: async (signed, options) => {
      if (!namesOneOf(signed, JITO_TIP_ACCOUNTS)) return deps.nodes.send(signed, options)
      if (options?.bundleOnly)
        try {
          await handBundle(signed)
          return { accepted: 1, errors: [] }
        } catch (error) {
          refused(error)
          return deps.nodes.send(signed)
        }
      hand(signed).catch(refused)
      return deps.nodes.send(signed)
    },
  }
}
