import { z } from 'zod'
import { nodeStates } from '@/lib/domain/rpc-health/node-health'
import { isoTime } from './primitives'

const standing = z.object({
  state: z.enum(nodeStates),
  since: isoTime,
  /** Of the last calls, 0 to 1. */
  successRate: z.number(),
  latencyMs: z.number().nullable(),
})

/** A Solana node as the worker sees it, which exits depend on. */
export const nodeView = standing.extend({
  name: z.string(),
  tier: z.number().int(),
  /** Lower is better. */
  score: z.number(),
  slot: z.number().int().nullable(),
  slotLag: z.number().int(),
  lastError: z.string().nullable(),
  sending: standing,
  budget: z.object({ used: z.number(), waiting: z.number(), perSecond: z.number() }),
})
export type NodeView = z.infer<typeof nodeView>

export const nodesView = z.object({ at: isoTime, nodes: z.array(nodeView) })
export type NodesView = z.infer<typeof nodesView>

export const circuitStates = ['closed', 'open', 'probing'] as const

/** A place to trade, as the trades before found it. */
export const venueView = z.object({
  name: z.string(),
  /** Of its quotes, and of building transactions. Open: left alone after failures; probing: the next request tries it. */
  quotes: z.enum(circuitStates),
  building: z.enum(circuitStates),
  /** In a row, of whichever failed more. */
  failures: z.number().int(),
  /** When the last change was; null where it never failed. */
  since: isoTime.nullable(),
})
export type VenueView = z.infer<typeof venueView>

export const queueView = z.object({
  name: z.string(),
  waiting: z.number().int(),
  active: z.number().int(),
  delayed: z.number().int(),
})

export const systemAnswer = z.object({
  checks: z.object({
    database: z.boolean(),
    redis: z.boolean(),
    rpc: z.boolean(),
    accountStream: z.boolean(),
    worker: z.boolean(),
    reconciled: z.boolean(),
  }),
  /** null while no worker reports. */
  nodes: nodesView.nullable(),
  /** null while Redis does not tell. */
  venues: z.array(venueView).nullable(),
  /** null while Redis does not tell. */
  queues: z.array(queueView).nullable(),
})
export type SystemView = z.infer<typeof systemAnswer>
