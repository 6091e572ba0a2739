import { bigint, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { RouteReceipt } from '../../lib/domain/execution/route-receipt'
import { at, bytes, rawAmount } from './columns'
import { orders } from './orders'

/**
 * Transactions of an order that were built and checked for a connected wallet to sign. Only their own
 * message bytes come back as an attempt, so what is sent is what was checked.
 */
export const signatureRequests = pgTable(
  'signature_requests',
  {
    id: uuid('id').primaryKey(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    seq: integer('seq').notNull(),
    venue: text('venue').notNull(),
    /** Unsigned wire bytes. */
    transaction: bytes('transaction').notNull(),
    blockhash: text('blockhash').notNull(),
    lastValidBlockHeight: bigint('last_valid_block_height', { mode: 'bigint' }).notNull(),
    inputRaw: rawAmount('input_raw').notNull(),
    quotedOutRaw: rawAmount('quoted_out_raw').notNull(),
    minOutRaw: rawAmount('min_out_raw').notNull(),
    slippageBps: integer('slippage_bps').notNull(),
    venueReference: text('venue_reference'),
    quote: jsonb('quote').notNull(),
    route: jsonb('route').$type<RouteReceipt>(),
    builtAt: at('built_at').notNull(),
    /** Not signed in time by a trader who was not there; another is built when they are back. */
    lapsedAt: at('lapsed_at'),
  },
  (table) => [uniqueIndex('signature_requests_seq').on(table.orderId, table.seq)],
)
