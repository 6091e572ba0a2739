import { sql } from 'drizzle-orm'
import { boolean, check, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { at } from './columns'

/**
 * One row: whether a trading worker has compared the books with the chain since any began alone. No row: none ever
 * started. While it is false no entry is accepted.
 */
export const reconciliationStatus = pgTable(
  'reconciliation_status',
  {
    id: integer('id').primaryKey().default(1),
    clean: boolean('clean').notNull(),
    /** What is still in the way, in words. */
    detail: text('detail'),
    since: at('since').notNull(),
  },
  (table) => [check('reconciliation_status_single_row', sql`${table.id} = 1`)],
)
