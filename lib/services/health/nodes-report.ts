import type { Redis } from 'ioredis'
import { type NodesView, nodesView } from '@/lib/contracts/system'
import type { RpcNode } from '@/lib/ports/rpc-nodes'
import type { LivePublisher } from '../live-publisher'

const KEY = 'health:nodes'
/** A worker that is gone must not leave its last word behind. */
const EXPIRY_S = 30
/** Pages are told at once of a state that changes, otherwise this often. */
const TELL_EVERY_MS = 6_000
const LONGEST_ERROR = 200

export const toNodesView = (nodes: readonly RpcNode[], at: Date): NodesView => ({
  at: at.toISOString(),
  nodes: nodes.map(({ slot, since, sending, lastError, ...node }) => ({
    ...node,
    since: since.toISOString(),
    slot: slot === null ? null : Number(slot),
    lastError: lastError?.slice(0, LONGEST_ERROR) ?? null,
    sending: { ...sending, since: sending.since.toISOString() },
  })),
})

/** Writes down what the worker sees of its nodes, for the Health page. */
export const createNodesReport = (deps: {
  redis: Pick<Redis, 'set'>
  live: LivePublisher
  nodes: () => RpcNode[]
  now: () => Date
}): (() => Promise<void>) => {
  let told = { at: -Infinity, states: '' }
  return async () => {
    const now = deps.now()
    const view = toNodesView(deps.nodes(), now)
    await deps.redis.set(KEY, JSON.stringify(view), 'EX', EXPIRY_S)
    const states = view.nodes.map(({ state, sending }) => `${state} ${sending.state}`).join()
    if (states === told.states && now.getTime() - told.at < TELL_EVERY_MS) return
    told = { at: now.getTime(), states }
    deps.live.publish({ userId: null, name: 'nodes', data: view })
  }
}

export const readNodesReport = async (redis: Pick<Redis, 'get'>): Promise<NodesView | null> => {
  const text = await redis.get(KEY)
  return text === null ? null : (nodesView.safeParse(JSON.parse(text)).data ?? null)
}
