import { rpcCall } from './json-rpc'
import { whole } from './answers'
import { COMMITMENT, type Provider } from './provider'
import type { ProviderPool } from './provider-pool'

/**
 * Asks every node the same small question again and again: so latencies compare, lag is seen before it hurts, and one
 * that failed comes back by itself. A node that limits us is left alone for as long as it asks, and one whose
 * budget is used up shows by real calls how it does. Answers the end of it.
 */
export const startProbes = (
  pool: ProviderPool,
  { everyMs, now }: { everyMs: number; now: () => number },
): (() => void) => {
  const busy = new Set<Provider>()
  const probe = async (provider: Provider): Promise<void> => {
    const { state, restUntil } = pool.reads.of(provider)
    const limited = state === 'limited' && restUntil > now()
    if (limited || busy.has(provider) || provider.budget.backlog() > 0) return
    busy.add(provider)
    const startedAt = performance.now()
    try {
      await provider.ask(rpcCall('getSlot', { commitment: COMMITMENT }), whole)
      pool.reads.tookMs(provider, performance.now() - startedAt)
      pool.report(provider, 'probe', null)
      // Nobody is asked to send just to see whether it can: after its rest it may be tried again.
      const sends = pool.sends.of(provider)
      if (sends.state !== 'healthy' && sends.restUntil <= now()) pool.sends.answered(provider)
    } catch (error) {
      pool.report(provider, 'probe', error)
    } finally {
      busy.delete(provider)
    }
  }
  const timers: NodeJS.Timeout[] = []
  const start = (provider: Provider): void => {
    void probe(provider)
    timers.push(setInterval(() => void probe(provider), everyMs).unref())
  }
  pool.all.forEach((provider, place) => {
    timers.push(setTimeout(() => start(provider), ((place + 1) * everyMs) / pool.all.length).unref())
  })
  return () => timers.forEach((timer) => clearTimeout(timer))
}
