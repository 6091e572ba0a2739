import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core'
import { at, exact } from './columns'

/** Partitioned by time in the migration (native partitions, or a hypertable where TimescaleDB is loaded). */
export const tokenPrices = pgTable(
  'token_prices',
  {
    time: at('time').notNull(),
    tokenMint: text('token_mint').notNull(),
    priceUsd: exact('price_usd').notNull(),
    volume24h: exact('volume_24h'),
    liquidityUsd: exact('liquidity_usd'),
    slot: bigint('slot', { mode: 'bigint' }),
    source: text('source').notNull(),
  },
  (table) => [index('token_prices_mint_time').on(table.tokenMint, table.time)],
)
