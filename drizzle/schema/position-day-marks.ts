import { date, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { at, exact } from './columns'
import { positions } from './positions'

/** What one whole token of a position was worth at 00:00 UTC, for the profit of that day. */
export const positionDayMarks = pgTable(
  'position_day_marks',
  {
    positionId: uuid('position_id')
      .notNull()
      .references(() => positions.id),
    day: date('day', { mode: 'string' }).notNull(),
    priceUsd: exact('price_usd').notNull(),
    /** `exit-value` is what a sale would have brought; `stored` the last price before midnight. */
    source: text('source', { enum: ['exit-value', 'stored', 'entry', 'trapped'] }).notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.positionId, table.day] })],
)
