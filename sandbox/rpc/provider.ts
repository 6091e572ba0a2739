import type { Chain, ChainAccount } from '@/sandbox/chain/chain'
import type { Fault, FaultBoard, FaultKind } from '@/sandbox/faults/fault-board'
import type { RpcCall } from './rpc-call'
import { type PricedBy, spoiled, STREAM_TARGET } from './bad-tick'
import { type StatusVeil, statusVeilFor } from './status-veil'

/** One RPC vendor as the sandbox plays it: the chain, and the faults that stand against this vendor. */
export class Provider {
  readonly veil: StatusVeil

  constructor(
    readonly chain: Chain,
    readonly faults: FaultBoard,
    readonly name: string,
    private readonly pricedBy: PricedBy = () => null,
  ) {
    this.veil = statusVeilFor(chain, faults)
    this.veil.register(name)
  }

  /** A fault's `path` names a method here, with or without a leading slash. Uses up one of its count. */
  strike(kind: FaultKind, method: string): Fault | null {
    return this.faults.take(this.name, kind, `/${method}`) ?? this.faults.take(this.name, kind, method)
  }

  /** A fault that stands against the whole provider; its count is left alone. */
  standing(kind: FaultKind): Fault | null {
    return this.faults.active(this.name, kind)
  }

  get lag(): bigint {
    const slots = Number(this.standing('lag_slots')?.value ?? 0)
    return Number.isFinite(slots) && slots > 0 ? BigInt(Math.floor(slots)) : 0n
  }

  /** An account as this provider tells it: `streamed` in a notification, otherwise in an answer. */
  told(address: string, account: ChainAccount, how: 'streamed' | 'answered'): ChainAccount {
    const targets = how === 'streamed' ? [this.name, STREAM_TARGET] : [this.name]
    return spoiled(this.faults, targets, this.pricedBy, address, account)
  }

  callFor(method: string): RpcCall {
    const { chain, name, veil, lag } = this
    const told: RpcCall['told'] = (address, account) => this.told(address, account, 'answered')
    return { chain, provider: name, lag, veil, told, strike: (kind) => this.strike(kind, method) }
  }
}
