import { SENDER_TIP_ACCOUNTS } from '@/lib/domain/execution/tip-accounts'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import type { TransactionSender } from '@/lib/ports/chain'
import { createHttpClient } from '../http/http-client'
import { jsonRpcCall } from '../http/json-rpc-call'
import { namesOneOf } from '../wire/names-one-of'

const TIMEOUT_MS = 2_000
/** What Sender grants everybody (helius.dev/docs, Sender: "Default 15 TPS"). */
const PER_SECOND = 15
const SECOND_MS = 1_000

/**
 * Hands transactions that tip Helius Sender to it as well (helius.dev/docs/api-reference/sender/sendtransaction). What
 * it answers decides nothing: the same bytes go to the nodes, and the chain tells what became of their signature. What
 * is beyond its limit goes to the nodes alone, and is handed over when it is sent again.
 */
export const createHeliusSender = (deps: {
  url: string
  nodes: TransactionSender
  logger: Pick<Logger, 'warn'>
  now: () => number
}): TransactionSender => {
  const http = createHttpClient(deps.url)
  const handed: number[] = []
  const isFree = (): boolean => {
    const now = deps.now()
    while (handed.length > 0 && now - handed[0]! >= SECOND_MS) handed.shift()
    if (handed.length >= PER_SECOND) return false
    handed.push(now)
    return true
  }
  const hand = (signed: Uint8Array) =>
    jsonRpcCall(http, '/fast', {
      method: 'sendTransaction',
      params: [
        Buffer.from(signed).toString('base64'),
        { encoding: 'base64', skipPreflight: true, maxRetries: 0 },
      ],
      timeoutMs: TIMEOUT_MS,
    })
  return {
    send: async (signed, options) => {
      if (namesOneOf(signed, SENDER_TIP_ACCOUNTS) && isFree())
        hand(signed).catch((error: unknown) =>
          deps.logger.warn({ reason: errorMessage(error) }, 'Helius Sender did not take a transaction'),
        )
      return deps.nodes.send(signed, options)
    },
  }
}
