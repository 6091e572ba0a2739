import type { NodeState } from '@/lib/domain/rpc-health/node-health'

/** How a Solana node does, as the process that asks it sees it. */
export type RpcNode = {
  name: string
  tier: number
  /** At reading. */
  state: NodeState
  since: Date
  /** Lower is better. */
  score: number
  /** Of the same small question to every node; null before the first answer. */
  latencyMs: number | null
  /** 0 to 1, moving averages. */
  successRate: number
  slotLag: number
  /** The newest confirmed slot it has told; null before the first. */
  slot: bigint | null
  lastError: string | null
  sending: { state: NodeState; since: Date; successRate: number; latencyMs: number | null }
  /** Calls of the last second, calls that wait, and calls a second that this process may make. */
  budget: { used: number; waiting: number; perSecond: number }
}
