import type { Chain, ChainAccount } from '@/sandbox/chain/chain'
import type { Fault, FaultKind } from '@/sandbox/faults/fault-board'
import type { StatusVeil } from './status-veil'

/** What a method may know about the request it answers. */
export type RpcCall = {
  chain: Chain
  provider: string
  /** Slots this provider is behind (fault `lag_slots`). */
  lag: bigint
  veil: StatusVeil
  /** The account as this provider tells it (fault `bad_tick`). */
  told: (address: string, account: ChainAccount) => ChainAccount
  /** The fault of that kind against this provider and method; uses up one of its count. */
  strike: (kind: FaultKind) => Fault | null
}

/** Answers the `result`; throws RpcError. */
export type RpcMethod = (params: unknown[], call: RpcCall) => unknown
export type RpcMethods = Record<string, RpcMethod>
