import { chooseNodes } from '@/lib/domain/rpc-health/choose-nodes'
import {
  answered,
  failed,
  freshHealth,
  type NodeFailure,
  type NodeHealth,
  withLag,
  withLatency,
} from '@/lib/domain/rpc-health/node-health'
import { type Durations, patienceMs, withDuration } from '@/lib/domain/rpc-health/patience'
import type { Provider } from './provider'

/** How the nodes do at one kind of work: reading and sending are judged apart. */
export type Standings = {
  /** Whom to ask, in order; see `chooseNodes`. */
  ordered(): Provider[]
  of(provider: Provider): NodeHealth
  answered(provider: Provider): void
  failed(provider: Provider, failure: NodeFailure): void
  tookMs(provider: Provider, ms: number): void
  lags(provider: Provider, slots: number): void
  /** How long to wait for this kind of call before another node is asked as well. */
  patienceMs(provider: Provider, what: string): number
  /** A call that takes longer than that; ends with what is returned. */
  overdue(provider: Provider): () => void
  /** An answered call, for `patienceMs`. */
  lasted(provider: Provider, what: string, ms: number): void
}

type Standing = { health: NodeHealth; overdue: number; durations: Map<string, Durations> }

export const createStandings = (all: readonly Provider[], now: () => number): Standings => {
  const standings = new Map<Provider, Standing>(
    all.map((provider) => [provider, { health: freshHealth(now()), overdue: 0, durations: new Map() }]),
  )
  const of = (provider: Provider): Standing => standings.get(provider)!
  const durationsOf = (provider: Provider, what: string) => of(provider).durations.get(what) ?? []
  const change = (provider: Provider, to: (health: NodeHealth) => NodeHealth): void => {
    const standing = of(provider)
    standing.health = to(standing.health)
  }
  return {
    ordered: () => {
      const candidates = all.map((node) => ({
        node,
        tier: node.tier,
        backlog: node.budget.backlog(),
        health: of(node).health,
        overdue: of(node).overdue,
      }))
      return chooseNodes(candidates, now())
    },
    of: (provider) => of(provider).health,
    answered: (provider) => change(provider, (health) => answered(health, now())),
    failed: (provider, failure) => change(provider, (health) => failed(health, failure, now())),
    tookMs: (provider, ms) => change(provider, (health) => withLatency(health, ms)),
    lags: (provider, slots) => change(provider, (health) => withLag(health, slots, now())),
    patienceMs: (provider, what) => patienceMs(durationsOf(provider, what)),
    overdue: (provider) => {
      of(provider).overdue += 1
      return () => void (of(provider).overdue -= 1)
    },
    lasted: (provider, what, ms) =>
      void of(provider).durations.set(what, withDuration(durationsOf(provider, what), ms)),
  }
}
