import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Chain } from '@/sandbox/chain/chain'
import type { FaultBoard } from '@/sandbox/faults/fault-board'

/**
 * One provider's endpoint. `handleHttp` reads the request body itself, so hand it the untouched request.
 * `handleUpgrade` belongs in the http server's 'upgrade' event. `close` drops its sockets and listeners.
 */
export type RpcHandler = {
  handleHttp(request: IncomingMessage, response: ServerResponse): void
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

/** SKELETON: the signature is final, the body arrives next. */
export function createRpcHandler(chain: Chain, faults: FaultBoard, provider: string): RpcHandler {
  throw new Error('not yet')
}
