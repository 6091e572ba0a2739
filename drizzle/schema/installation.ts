import { sql } from 'drizzle-orm'
import { check, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { at } from './columns'

/** One row: the mode and chain this database belongs to. Starting it in another mode is refused. */
export const installation = pgTable(
  'installation',
  {
    id: integer('id').primaryKey().default(1),
    mode: text('mode', { enum: ['sandbox', 'paper', 'live'] }).notNull(),
    genesisHash: text('genesis_hash').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [check('installation_single_row', sql`${table.id} = 1`)],
)
