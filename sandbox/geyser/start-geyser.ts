import { setTimeout as pause } from 'node:timers/promises'
import type { Chain } from '@/sandbox/chain/chain'
import type { FaultBoard } from '@/sandbox/faults/fault-board'
import { type PricedBy, spoiled, STREAM_TARGET } from '@/sandbox/rpc/bad-tick'
import { EventLog } from './event-log'
import { geyserFaults } from './geyser-faults'
import { type GrpcCall, startGrpcServer, STATUS } from './grpc-server'
import { Subscriber } from './subscriber'
import { UNARY } from './unary-methods'

const KEPT_SLOTS = 300n

export type GeyserOptions = {
  /** 0 takes a free one. */
  port: number
  chain: Chain
  faults: FaultBoard
  pricedBy?: PricedBy
  /** Demanded of every call where it is set. */
  token?: string
  /** How far back a subscription may begin. */
  keptSlots?: bigint
}

/** A node's Yellowstone: what happens on the chain as a stream. Resolves when it listens. */
export async function startGeyser(
  options: GeyserOptions,
): Promise<{ port: number; subscribers: () => number; close: () => Promise<void> }> {
  const { chain, faults: board, pricedBy = () => null } = options
  const faults = geyserFaults(board)
  const subscribers = new Set<Subscriber>()
  const log = new EventLog(chain, {
    keptSlots: options.keptSlots ?? KEPT_SLOTS,
    lag: faults.lag,
    spoil: (address, account) => spoiled(board, [STREAM_TARGET], pricedBy, address, account),
    listener: (told) => {
      for (const subscriber of subscribers) subscriber.tell(told)
    },
  })

  const handle = (call: GrpcCall): void => {
    if (faults.takes(call)) return
    if (options.token !== undefined && call.metadata('x-token') !== options.token)
      return call.end(STATUS.unauthenticated, 'No valid auth token')
    if (call.method === 'Subscribe') {
      const subscriber = new Subscriber(call, log, faults)
      subscribers.add(subscriber)
      return call.onClose(() => subscribers.delete(subscriber))
    }
    answer(call)
  }
  const answer = (call: GrpcCall): void => {
    const method = UNARY[call.method]
    if (!method) return call.end(STATUS.unimplemented, `unknown method ${call.method}`)
    const reply = async (request: Uint8Array): Promise<void> => {
      await pause(faults.slowMs(call.method))
      try {
        call.send(faults.garbled(method(request, { chain, log, lag: faults.lag })))
        call.end()
      } catch {
        call.end(STATUS.invalidArgument, 'failed to decode the request')
      }
    }
    call.onMessage((request) => void reply(request))
  }

  const server = await startGrpcServer(options.port, handle)
  const cut = () => {
    if (faults.cuts()) server.cutAll()
  }
  chain.on('slot', cut)
  return {
    port: server.port,
    subscribers: () => subscribers.size,
    close: async () => {
      chain.off('slot', cut)
      log.close()
      await server.close()
    },
  }
}
