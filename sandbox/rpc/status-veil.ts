import type { Chain, LandedTransaction } from '@/sandbox/chain/chain'
import type { FaultBoard } from '@/sandbox/faults/fault-board'

const DEFAULT_HIDDEN_MS = 60_000
const veils = new WeakMap<FaultBoard, StatusVeil>()

/** One veil for all providers of a board, so that a counted fault is used up once for each transaction. */
export function statusVeilFor(chain: Chain, faults: FaultBoard): StatusVeil {
  const veil = veils.get(faults) ?? new StatusVeil(chain, faults)
  veils.set(faults, veil)
  return veil
}

/** Which landed transactions a provider does not show yet (fault `hide_status`, for its `value` milliseconds). */
export class StatusVeil {
  private readonly providers = new Set<string>()
  private readonly hiddenUntil = new Map<string, number>()

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
    const until = this.hiddenUntil.get(keyOf(provider, signature))
    if (until === undefined) return false
    if (this.chain.now() < until) return true
    this.hiddenUntil.delete(keyOf(provider, signature))
    return false
  }

  private landed({ signature, operator }: LandedTransaction): void {
    if (operator) return
    const everywhere = this.faults.take('chain', 'hide_status')
    for (const provider of this.providers) {
      const fault = everywhere ?? this.faults.take(provider, 'hide_status')
      if (!fault) continue
      const until = this.chain.now() + Number(fault.value ?? DEFAULT_HIDDEN_MS)
      this.hiddenUntil.set(keyOf(provider, signature), until)
    }
  }
}

const keyOf = (provider: string, signature: string) => `${provider} ${signature}`
