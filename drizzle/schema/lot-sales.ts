import { bigint, index, pgTable, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at, exact, rawAmount } from './columns'
import { lots } from './lots'
import { positions } from './positions'
import { trades } from './trades'

/** The part of one sale that came out of one lot, with its share of everything: the realised profit. */
export const lotSales = pgTable(
  'lot_sales',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    positionId: uuid('position_id')
      .notNull()
      .references(() => positions.id),
    lotId: uuid('lot_id')
      .notNull()
      .references(() => lots.id),
    /** The fill; null where tokens left without one. */
    tradeId: uuid('trade_id').references(() => trades.id),
    soldRaw: rawAmount('sold_raw').notNull(),
    proceedsRaw: rawAmount('proceeds_raw').notNull(),
    costRaw: rawAmount('cost_raw').notNull(),
    /** Of the sale and of the purchase. */
    feesLamports: rawAmount('fees_lamports').notNull(),
    feesUsd: exact('fees_usd').notNull(),
    /** Not yet in `fees_usd` nor in `realised_usd`: no price of SOL was known. */
    feesUnvaluedLamports: rawAmount('fees_unvalued_lamports').notNull(),
    /** Proceeds minus cost minus fees. */
    realisedUsd: exact('realised_usd').notNull(),
    at: at('at').notNull(),
  },
  (table) => [
    uniqueIndex('lot_sales_trade_lot').on(table.tradeId, table.lotId),
    index('lot_sales_position').on(table.positionId, table.at),
    index('lot_sales_at').on(table.at),
  ],
)
