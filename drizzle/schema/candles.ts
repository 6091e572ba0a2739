import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, exact } from './columns'

/** One-minute bars: history from the candle source, continued from our own prices. */
export const candles = pgTable(
  'candles',
  {
    tokenMint: text('token_mint').notNull(),
    time: at('time').notNull(),
    open: exact('open').notNull(),
    high: exact('high').notNull(),
    low: exact('low').notNull(),
    close: exact('close').notNull(),
    volumeUsd: exact('volume_usd').notNull(),
    source: text('source').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tokenMint, table.time] }), index('candles_time').on(table.time)],
)
