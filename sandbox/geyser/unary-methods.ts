import type { Chain, Commitment } from '@/sandbox/chain/chain'
import { BLOCKHASH_LIFETIME } from '@/sandbox/chain/blockhash-window'
import { viewAt } from '@/sandbox/rpc/view'
import type { EventLog } from './event-log'
import { long, messages } from './messages'

type World = { chain: Chain; log: EventLog; lag: () => bigint }
type Method = (request: Uint8Array, world: World) => Uint8Array

const LEVELS: readonly Commitment[] = ['processed', 'confirmed', 'finalized']
const VERSION = {
  version: { package: 'yellowstone-grpc-geyser', version: '7.0.0+sandbox', proto: '7.0.0', solana: '2.3.0' },
}

const viewOf = ({ chain, lag }: World, { commitment }: { commitment?: number | null }) =>
  viewAt(chain, lag(), LEVELS[commitment ?? 0] ?? 'processed')

export const UNARY: Record<string, Method> = {
  Ping: (request) => {
    const { count } = messages.PingRequest.decode(request)
    return messages.PongResponse.encode({ count: count + 1 }).finish()
  },
  GetVersion: () => messages.GetVersionResponse.encode({ version: JSON.stringify(VERSION) }).finish(),
  GetSlot: (request, world) => {
    const { slot } = viewOf(world, messages.GetSlotRequest.decode(request))
    return messages.GetSlotResponse.encode({ slot: long(slot) }).finish()
  },
  GetBlockHeight: (request, world) => {
    const { height } = viewOf(world, messages.GetBlockHeightRequest.decode(request))
    return messages.GetBlockHeightResponse.encode({ blockHeight: long(height) }).finish()
  },
  GetLatestBlockhash: (request, world) => {
    const { slot } = viewOf(world, messages.GetLatestBlockhashRequest.decode(request))
    const issued = world.chain.blockhashes.at(slot)
    return messages.GetLatestBlockhashResponse.encode({
      slot: long(slot),
      blockhash: issued.blockhash,
      lastValidBlockHeight: long(issued.height + BLOCKHASH_LIFETIME),
    }).finish()
  },
  IsBlockhashValid: (request, world) => {
    const asked = messages.IsBlockhashValidRequest.decode(request)
    const { slot, height } = viewOf(world, asked)
    const valid = world.chain.blockhashes.isValid(asked.blockhash, height)
    return messages.IsBlockhashValidResponse.encode({ slot: long(slot), valid }).finish()
  },
  SubscribeReplayInfo: (_, { log }) =>
    messages.SubscribeReplayInfoResponse.encode({ firstAvailable: long(log.firstAvailable) }).finish(),
}
