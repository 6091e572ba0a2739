import { rpcScore } from '@/lib/domain/rpc-health/score'
import type { RpcNode } from '@/lib/ports/rpc-nodes'
import type { ProviderPool } from './provider-pool'

/** Every node as the pool sees it, in the order of the list. */
export const viewNodes = (pool: ProviderPool): RpcNode[] =>
  pool.all.map((provider) => {
    const [reads, sends] = [pool.reads.of(provider), pool.sends.of(provider)]
    return {
      name: provider.name,
      tier: provider.tier,
      state: reads.state,
      since: new Date(reads.since),
      score: rpcScore(reads),
      latencyMs: reads.latencyMs,
      successRate: reads.successRate,
      slotLag: reads.slotLag,
      slot: pool.slotOf(provider),
      lastError:
        reads.state === 'healthy' && sends.state === 'healthy' ? null : (reads.lastError ?? sends.lastError),
      sending: {
        state: sends.state,
        since: new Date(sends.since),
        successRate: sends.successRate,
        latencyMs: sends.latencyMs,
      },
      budget: provider.budget.usage(),
    }
  })
