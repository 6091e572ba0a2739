import { z } from 'zod'
import { order } from './orders'
import { portfolio, position } from './positions'
import { operationAnswer } from './wallets'
import { decimalText, isoTime } from './primitives'
import { nodesView } from './system'
import { effectiveStateView } from './trading-state'

/** One token's latest price. `slot` orders updates of one mint; `source` says where it was read. */
export const priceEvent = z.object({
  mint: z.string(),
  priceUsd: decimalText,
  at: isoTime,
  slot: z.number().int(),
  source: z.string(),
})
export type PriceEvent = z.infer<typeof priceEvent>

export const alertEvent = z.object({
  id: z.string(),
  level: z.enum(['info', 'warn', 'crit']),
  title: z.string(),
  detail: z.string(),
  at: isoTime,
  positionId: z.string().nullable(),
  orderId: z.string().nullable(),
})
export type AlertEvent = z.infer<typeof alertEvent>

/** The data of each kind of event on `GET /stream`. */
export const streamEvents = {
  price: priceEvent,
  position: z.object({ position }),
  order: z.object({ order }),
  portfolio: z.object({ portfolio }),
  alert: alertEvent,
  'trading-state': effectiveStateView,
  /** How the Solana nodes do. */
  nodes: nodesView,
  /** A withdrawal or deposit has changed. */
  transfer: operationAnswer,
} as const
export type StreamEventName = keyof typeof streamEvents
export type StreamEventData<N extends StreamEventName> = z.infer<(typeof streamEvents)[N]>
