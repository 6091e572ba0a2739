import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { attemptStatuses } from '../../lib/domain/orders/attempt-status'
import type { RouteReceipt } from '../../lib/domain/execution/route-receipt'
import { at, bytes, exact, rawAmount } from './columns'
import { orders } from './orders'

/**
 * One signed transaction of an order. The row, with the exact bytes, exists before the first send;
 * only these bytes are ever sent again. The unique index on live attempts is what makes a second
 * purchase impossible: no new attempt can be stored while an older one may still land.
 */
export const orderAttempts = pgTable(
  'order_attempts',
  {
    id: uuid('id').primaryKey(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    seq: integer('seq').notNull(),
    venue: text('venue').notNull(),
    status: text('status', { enum: attemptStatuses }).notNull(),
    signature: text('signature').notNull().unique(),
    transaction: bytes('transaction').notNull(),
    /** Blockhash and the last height it is valid at are one value: the expiry of these very bytes. */
    blockhash: text('blockhash').notNull(),
    lastValidBlockHeight: bigint('last_valid_block_height', { mode: 'bigint' }).notNull(),
    inputRaw: rawAmount('input_raw').notNull(),
    quotedOutRaw: rawAmount('quoted_out_raw').notNull(),
    minOutRaw: rawAmount('min_out_raw').notNull(),
    slippageBps: integer('slippage_bps').notNull(),
    /** What the venue needs to land it (Jupiter's requestId), and its quote as a receipt. */
    venueReference: text('venue_reference'),
    quote: jsonb('quote').notNull(),
    /** What every venue offered; null for attempts older than the choice between venues. */
    route: jsonb('route').$type<RouteReceipt>(),
    slot: bigint('slot', { mode: 'bigint' }),
    feeLamports: rawAmount('fee_lamports'),
    /** The fee of a failed attempt in dollars; null until a price of SOL is known. */
    feeUsd: exact('fee_usd'),
    error: text('error'),
    signedAt: at('signed_at').notNull(),
    sentAt: at('sent_at'),
    resolvedAt: at('resolved_at'),
  },
  (table) => [
    uniqueIndex('order_attempts_seq').on(table.orderId, table.seq),
    uniqueIndex('order_attempts_one_live')
      .on(table.orderId)
      .where(sql`${table.status} in ('SIGNED', 'SENT')`),
    uniqueIndex('order_attempts_one_fill')
      .on(table.orderId)
      .where(sql`${table.status} = 'CONFIRMED'`),
    index('order_attempts_order').on(table.orderId),
    index('order_attempts_fee_unvalued')
      .on(table.id)
      .where(sql`${table.status} = 'FAILED' and ${table.feeUsd} is null`),
    index('order_attempts_failed_slot')
      .on(table.slot)
      .where(sql`${table.status} = 'FAILED'`),
    index('order_attempts_expired')
      .on(table.signedAt)
      .where(sql`${table.status} = 'EXPIRED'`),
    index('order_attempts_failed')
      .on(table.resolvedAt)
      .where(sql`${table.status} = 'FAILED'`),
  ],
)
