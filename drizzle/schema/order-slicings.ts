import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { slicingStatuses } from '../../lib/domain/execution/algorithms/slice-machine'
import type { Arrival } from '../../lib/domain/execution/algorithms/execution-report'
import { at, exact, rawAmount } from './columns'
import { orders } from './orders'

/** How an order is bought or sold in slices: drawn up when it is accepted, moved on slice by slice. */
export const orderSlicings = pgTable(
  'order_slicings',
  {
    orderId: uuid('order_id')
      .primaryKey()
      .references(() => orders.id),
    status: text('status', { enum: slicingStatuses }).notNull(),
    /** Base units of the input as text, and ms after the first. */
    schedule: jsonb('schedule').$type<{ inputRaw: string; afterMs: number }[]>().notNull(),
    begun: integer('begun').notNull().default(0),
    settled: integer('settled').notNull().default(0),
    carryRaw: rawAmount('carry_raw')
      .notNull()
      .default(sql`0`),
    failures: integer('failures').notNull().default(0),
    nextAt: at('next_at').notNull(),
    /** What the market was when the first slice began; null before. */
    arrival: jsonb('arrival').$type<Arrival>(),
    /** Percent of its pool that a slice may be at most: the house's cap, or what the trader consented to for the whole order. */
    mostSharePct: exact('most_share_pct').notNull().default('15'),
    /** Since when the next slice waits because its pool is too thin for it, and in words. */
    heldSince: at('held_since'),
    heldWhy: text('held_why'),
    /** Why nothing more is begun, in words for the trader. */
    stopReason: text('stop_reason'),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [
    index('order_slicings_due')
      .on(table.nextAt)
      .where(sql`${table.status} <> 'ENDED'`),
    check('order_slicings_one_under_way', sql`${table.begun} - ${table.settled} in (0, 1)`),
    check('order_slicings_carry', sql`${table.carryRaw} >= 0`),
  ],
)
