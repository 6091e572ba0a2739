import { sql } from 'drizzle-orm'
import { check, integer, pgTable, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at, exact, rawAmount } from './columns'
import { orders } from './orders'
import { positions } from './positions'

/**
 * One purchase of a position. What is left of tokens, cost and fees shrinks with every sale; the parts that
 * went are in `lot_sales`. The lots of a position always hold what the position holds.
 */
export const lots = pgTable(
  'lots',
  {
    id: uuid('id').primaryKey(),
    positionId: uuid('position_id')
      .notNull()
      .references(() => positions.id),
    /** Sold in this order. */
    seq: integer('seq').notNull(),
    /** The entry that bought it; null for tokens that came from outside. */
    orderId: uuid('order_id').references(() => orders.id),
    boughtRaw: rawAmount('bought_raw').notNull(),
    /** USDC base units. */
    costRaw: rawAmount('cost_raw').notNull(),
    /** Lamports that left the wallet for it, failed attempts included. */
    feeLamports: rawAmount('fee_lamports').notNull(),
    /** What is left of it. */
    remainingRaw: rawAmount('remaining_raw').notNull(),
    remainingCostRaw: rawAmount('remaining_cost_raw').notNull(),
    feesLamports: rawAmount('remaining_fee_lamports').notNull(),
    feesUsd: exact('remaining_fee_usd').notNull(),
    feesUnvaluedLamports: rawAmount('remaining_unvalued_lamports').notNull(),
    openedAt: at('opened_at').notNull(),
  },
  (table) => [
    uniqueIndex('lots_position_seq').on(table.positionId, table.seq),
    check('lots_not_oversold', sql`${table.remainingRaw} between 0 and ${table.boughtRaw}`),
  ],
)
