import { sql } from 'drizzle-orm'
import { check, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { venuePolicies } from '../../lib/domain/execution/rank-bids'
import { at, exact } from './columns'
import { users } from './users'

/** A trader's own defaults. No row: the house's (lib/domain/preferences). */
export const userPreferences = pgTable(
  'user_preferences',
  {
    userId: integer('user_id')
      .primaryKey()
      .references(() => users.id),
    takeProfitPct: exact('take_profit_pct').notNull(),
    stopLossPct: exact('stop_loss_pct').notNull(),
    slippageBps: integer('slippage_bps'),
    venuePolicy: text('venue_policy', { enum: venuePolicies }).notNull().default('best-net'),
    buyAmountsUsd: jsonb('buy_amounts_usd').$type<string[]>().notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [
    check(
      'user_preferences_guard',
      sql`${table.takeProfitPct} > 0 and ${table.stopLossPct} > 0 and ${table.stopLossPct} < 100`,
    ),
  ],
)
