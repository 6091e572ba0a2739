import { TIP_ACCOUNTS } from '@/lib/domain/execution/program-addresses'
import { errorMessage } from '@/lib/errors'
import type { Logger } from '@/lib/observability/logger'
import type { TransactionSender } from '@/lib/ports/chain'
import { createHttpClient } from '../http/http-client'
import { readTransaction } from '../wire/wire-transaction'

const TIMEOUT_MS = 2_000
const HEADERS = { 'content-type': 'application/json' }

/**
 * Hands transactions that tip Jito to its block engine as well (docs.jito.wtf, sendTransaction). What it answers
 * decides nothing: the same bytes go to the nodes, and the chain tells what became of their signature.
 */
export const createJitoSender = (deps: {
  url: string
  nodes: TransactionSender
  logger: Pick<Logger, 'warn'>
}): TransactionSender => {
  const http = createHttpClient(deps.url)
  const hand = async (signed: Uint8Array): Promise<void> => {
    const params = [Buffer.from(signed).toString('base64'), { encoding: 'base64' }]
    const body = JSON.stringify({ jsonrpc: '2.0', id: '1', method: 'sendTransaction', params })
    const { status, text } = await http('/api/v1/transactions', {
      body,
      headers: HEADERS,
      timeoutMs: TIMEOUT_MS,
    })
    if (status !== 200) throw new Error(`HTTP ${status}: ${text.slice(0, 200)}`)
  }
  return {
    send: async (signed) => {
      if (tipsJito(signed))
        hand(signed).catch((error: unknown) =>
          deps.logger.warn({ reason: errorMessage(error) }, 'Jito did not take a transaction'),
        )
      return deps.nodes.send(signed)
    },
  }
}

/** A tip account that comes by a lookup table is not seen: then only the nodes are given the bytes. */
const tipsJito = (signed: Uint8Array): boolean =>
  readTransaction(signed).addresses.some((address) => TIP_ACCOUNTS.includes(address))
