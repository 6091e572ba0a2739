/** MARKET is executed at once, LIMIT waits for its price, DCA is one purchase of a plan, SLICE one part of an order. */
export const orderTypes = ['MARKET', 'LIMIT', 'DCA', 'SLICE'] as const
export type OrderType = (typeof orderTypes)[number]

/** A limit entry nobody executes yet: its price has not come. */
export const waitsForPrice = (order: {
  type: OrderType
  status: string
  triggeredAt: Date | null
}): boolean => order.type === 'LIMIT' && order.status === 'WORKING' && order.triggeredAt === null

/** An order that is bought in slices: they are executed, not it. */
export const isSliced = (order: { algorithm: string }): boolean => order.algorithm !== 'MARKET'

const DAY_MS = 24 * 3_600_000
export const DEFAULT_LIMIT_LIFE_MS = DAY_MS
export const LONGEST_LIMIT_LIFE_MS = 30 * DAY_MS
