import { sql } from 'drizzle-orm'
import { bigint, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { orderSides } from '../../lib/domain/orders/order-status'
import { at, exact, rawAmount } from './columns'
import { orders } from './orders'
import { positions } from './positions'

/** A fill, as the chain's own balance changes tell it. One row a signature: replaying it changes nothing. */
export const trades = pgTable(
  'trades',
  {
    id: uuid('id').primaryKey(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    positionId: uuid('position_id')
      .notNull()
      .references(() => positions.id),
    side: text('side', { enum: orderSides }).notNull(),
    signature: text('signature').notNull().unique(),
    slot: bigint('slot', { mode: 'bigint' }).notNull(),
    /** Base units of the token bought or sold. */
    tokenRaw: rawAmount('token_raw').notNull(),
    /** USDC base units paid or received. */
    quoteRaw: rawAmount('quote_raw').notNull(),
    /** Lamports the wallet lost in this transaction: fees, tips and rent. Negative where rent came back. */
    feeLamports: rawAmount('fee_lamports').notNull(),
    /** null until a price of SOL is known. */
    feeUsd: exact('fee_usd'),
    /** The parts of `fee_lamports`; tip is whatever else was paid in native SOL. They sum to it. */
    networkFeeLamports: rawAmount('network_fee_lamports')
      .notNull()
      .default(sql`0`),
    priorityFeeLamports: rawAmount('priority_fee_lamports')
      .notNull()
      .default(sql`0`),
    tipLamports: rawAmount('tip_lamports')
      .notNull()
      .default(sql`0`),
    rentLamports: rawAmount('rent_lamports')
      .notNull()
      .default(sql`0`),
    /** Base units of the token its mint withheld (Token-2022 transfer fee). */
    taxRaw: rawAmount('tax_raw')
      .notNull()
      .default(sql`0`),
    priceUsd: exact('price_usd').notNull(),
    venue: text('venue').notNull(),
    executedAt: at('executed_at').notNull(),
  },
  (table) => [
    index('trades_position').on(table.positionId),
    index('trades_executed').on(table.executedAt),
    index('trades_slot').on(table.slot),
  ],
)
