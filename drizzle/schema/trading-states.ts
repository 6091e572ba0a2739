import { sql } from 'drizzle-orm'
import { check, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { tradingStates as states } from '../../lib/domain/trading-state/trading-state'
import { at } from './columns'
import { users } from './users'

/** One row for all (`user_id` null) and one for each user who ever needed one. Its history is in the audit log. */
export const tradingStates = pgTable(
  'trading_states',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    userId: integer('user_id').references(() => users.id),
    state: text('state', { enum: states }).notNull(),
    reason: text('reason'),
    /** The name of who set it, as shown; the actor itself is in the audit log. */
    by: text('set_by'),
    since: at('since').notNull(),
    until: at('until'),
    /** What holds again after `until`; null: RUNNING. */
    previous: jsonb('previous').$type<{
      state: (typeof states)[number]
      reason: string | null
      by: string | null
      since: string
    } | null>(),
  },
  (table) => [
    unique('trading_states_scope').on(table.userId).nullsNotDistinct(),
    check('trading_states_freeze_ends', sql`${table.state} <> 'FROZEN' or ${table.until} is not null`),
  ],
)
