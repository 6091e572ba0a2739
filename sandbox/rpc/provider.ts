import type { Chain } from '@/sandbox/chain/chain'
import type { Fault, FaultBoard, FaultKind } from '@/sandbox/faults/fault-board'
import type { RpcCall } from './rpc-call'
import { type StatusVeil, statusVeilFor } from './status-veil'

/** One RPC vendor as the sandbox plays it: the chain, and the faults that stand against this vendor. */
export class Provider {
  readonly veil: StatusVeil

  constructor(
    readonly chain: Chain,
    readonly faults: FaultBoard,
    readonly name: string,
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

  callFor(method: string): RpcCall {
    const { chain, name, veil, lag } = this
    return { chain, provider: name, lag, veil, strike: (kind) => this.strike(kind, method) }
  }
}
