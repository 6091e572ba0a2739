import { index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { at, exact } from './columns'
import { users } from './users'

/** One row a minute for everyone who trades, written only while everything has a price. */
export const equitySnapshots = pgTable(
  'equity_snapshots',
  {
    userId: integer('user_id')
      .notNull()
      .references(() => users.id),
    time: at('time').notNull(),
    equityUsd: exact('equity_usd').notNull(),
    /** Profit of all positions ever, after fees: unlike equity, deposits and withdrawals do not move it. */
    pnlUsd: exact('pnl_usd').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.time] }),
    index('equity_snapshots_time').on(table.time),
  ],
)
