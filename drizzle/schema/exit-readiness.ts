import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { readinessLevels } from '../../lib/domain/exits/exit-readiness'
import type { TokenBaseline } from '../../lib/domain/tokens/token-changes'
import { at } from './columns'
import { positions } from './positions'

/** Can this position be left? One row for each that was ever looked at. */
export const exitReadiness = pgTable(
  'exit_readiness',
  {
    positionId: uuid('position_id')
      .primaryKey()
      .references(() => positions.id),
    /** The token as it was when the position was first looked at. */
    baseline: jsonb('baseline').$type<TokenBaseline>().notNull(),
    level: text('level', { enum: readinessLevels }).notNull().default('unknown'),
    reasons: jsonb('reasons').$type<string[]>().notNull().default([]),
    checkedAt: at('checked_at'),
    /** A worker looks at it until then; nobody else does meanwhile. */
    claimedUntil: at('claimed_until'),
  },
  (table) => [index('exit_readiness_checked').on(table.checkedAt)],
)
