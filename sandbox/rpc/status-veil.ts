import type { Chain, LandedTransaction } from '@/sandbox/chain/chain'
import type { Fault, FaultBoard } from '@/sandbox/faults/fault-board'

const DEFAULT_HIDDEN_MS = 60_000
/** A fault against the chain holds for every provider, and for vendors that look at the chain themselves. */
const EVERYWHERE = 'chain'
const veils = new WeakMap<FaultBoard, StatusVeil>()

/** One veil for all providers of a board, so that a counted fault is used up once for each transaction. */
export function statusVeilFor(chain: Chain, faults: FaultBoard): StatusVeil {
  const veil = veils.get(faults) ?? new StatusVeil(chain, faults)
  veils.set(faults, veil)
  return veil
}

type Hidden = { until: number; faultId: string }

/**
 * Which landed transactions a provider does not show yet (fault `hide_status`): for its `value` milliseconds, or until
 * that very fault is removed.
 */
export class StatusVeil {
  private readonly providers = new Set<string>()
  private readonly hidden = new Map<string, Hidden>()

  constructor(
    private readonly chain: Chain,
    private readonly faults: FaultBoard,
  ) {
    chain.on('transaction', (landed) => this.landed(landed))
  }

  register(provider: string): void {
    this.providers.add(provider)
  }

  hides(provider: string, signature: string): boolean {
    return this.isHidden(keyOf(EVERYWHERE, signature)) || this.isHidden(keyOf(provider, signature))
  }

  private isHidden(key: string): boolean {
    const hidden = this.hidden.get(key)
    if (!hidden) return false
    if (this.chain.now() < hidden.until && !this.faults.wasRemoved(hidden.faultId)) return true
    this.hidden.delete(key)
    return false
  }

  private landed({ signature, operator }: LandedTransaction): void {
    if (operator) return
    const everywhere = this.faults.take(EVERYWHERE, 'hide_status')
    if (everywhere) return this.hide(EVERYWHERE, signature, everywhere)
    for (const provider of this.providers) {
      const fault = this.faults.take(provider, 'hide_status')
      if (fault) this.hide(provider, signature, fault)
    }
  }

  private hide(target: string, signature: string, { id, value }: Fault): void {
    const until = this.chain.now() + Number(value ?? DEFAULT_HIDDEN_MS)
    this.hidden.set(keyOf(target, signature), { until, faultId: id })
  }
}

const keyOf = (provider: string, signature: string) => `${provider} ${signature}`
