import { sql } from 'drizzle-orm'
import { check, integer, jsonb, pgTable, unique } from 'drizzle-orm/pg-core'
import type { ProtectionSwitches } from '../../lib/domain/risk/protections/protection-kinds'
import { at, exact } from './columns'
import { users } from './users'

/** One row for the house (no user) and one for each user who set limits of their own. Null: not set. */
export const riskLimits = pgTable(
  'risk_limits',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    userId: integer('user_id').references(() => users.id),
    maxPositionUsd: exact('max_position_usd'),
    maxDailyLossUsd: exact('max_daily_loss_usd'),
    maxOpenPositions: integer('max_open_positions'),
    maxCorrelated: integer('max_correlated'),
    riskPerTradePct: exact('risk_per_trade_pct'),
    protections: jsonb('protections').$type<ProtectionSwitches>().notNull().default({}),
    /** Limits are raised again a day after this at the earliest, or with a second factor. */
    tightenedAt: at('tightened_at'),
    updatedAt: at('updated_at').notNull(),
  },
  (table) => [
    unique('risk_limits_one_per_user').on(table.userId).nullsNotDistinct(),
    check(
      'risk_limits_positive',
      sql`${table.maxPositionUsd} > 0 and ${table.maxDailyLossUsd} > 0 and ${table.maxOpenPositions} >= 0 and ${table.maxCorrelated} >= 1 and ${table.riskPerTradePct} > 0`,
    ),
  ],
)
