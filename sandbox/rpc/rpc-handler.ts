import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Chain } from '@/sandbox/chain/chain'
import type { FaultBoard } from '@/sandbox/faults/fault-board'
import type { PricedBy } from './bad-tick'
import { createHttpEndpoint } from './http-endpoint'
import { Provider } from './provider'
import { createSocketEndpoint } from './socket-endpoint'

/**
 * One provider's endpoint. `handleHttp` reads the request body itself, so hand it the untouched request.
 * `handleUpgrade` belongs in the http server's 'upgrade' event. `close` drops its sockets and listeners.
 */
export type RpcHandler = {
  handleHttp: (request: IncomingMessage, response: ServerResponse) => void
  handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  close: () => void
}

export function createRpcHandler(
  chain: Chain,
  faults: FaultBoard,
  provider: string,
  pricedBy?: PricedBy,
): RpcHandler {
  const vendor = new Provider(chain, faults, provider, pricedBy)
  return { handleHttp: createHttpEndpoint(vendor), ...createSocketEndpoint(vendor) }
}
