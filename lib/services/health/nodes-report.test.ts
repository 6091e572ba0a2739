import { describe, expect, it } from 'vitest'
import type { NodesView } from '@/lib/contracts/system'
import type { RpcNode } from '@/lib/ports/rpc-nodes'
import { createNodesReport, readNodesReport } from './nodes-report'

const node = (state: RpcNode['state']): RpcNode => ({
  name: 'helius',
  tier: 1,
  state,
  since: new Date(0),
  score: 12,
  latencyMs: 40,
  successRate: 1,
  slotLag: 0,
  slot: 447_552_010n,
  lastError: state === 'healthy' ? null : 'x'.repeat(999),
  sending: { state: 'healthy', since: new Date(0), successRate: 1, latencyMs: null },
  budget: { used: 1, waiting: 0, perSecond: 8 },
})

describe('the report of the nodes', () => {
  it('is kept for readers, and told when a state changes or six seconds have passed', async () => {
    const kept = new Map<string, string>()
    const told: NodesView[] = []
    let [now, state] = [0, 'healthy' as RpcNode['state']]
    const redis = {
      set: async (key: string, text: string) => void kept.set(key, text),
      get: async (key: string) => kept.get(key) ?? null,
    } as unknown as Parameters<typeof createNodesReport>[0]['redis'] & Parameters<typeof readNodesReport>[0]
    const report = createNodesReport({
      redis,
      live: { publish: ({ data }) => void told.push(data as NodesView) },
      nodes: () => [node(state)],
      now: () => new Date(now),
    })
    expect(await readNodesReport(redis)).toBeNull()
    await report()
    now = 2_000
    await report()
    expect(told).toHaveLength(1)
    expect((await readNodesReport(redis))?.at).toBe(new Date(2_000).toISOString())
    state = 'failing'
    now = 4_000
    await report()
    expect(told).toHaveLength(2)
    expect(told[1]!.nodes[0]).toMatchObject({ state: 'failing', slot: 447_552_010 })
    expect(told[1]!.nodes[0]!.lastError).toHaveLength(200)
    now = 10_000
    await report()
    expect(told).toHaveLength(3)
  })
})
