import { index, pgTable, integer, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { positions } from './positions'
import { users } from './users'

/** What a user was warned of. `occasion` names the cause, so that several workers warn of it once. */
export const alerts = pgTable(
  'alerts',
  {
    id: uuid('id').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id),
    level: text('level', { enum: ['info', 'warn', 'crit'] }).notNull(),
    title: text('title').notNull(),
    detail: text('detail').notNull(),
    occasion: text('occasion').notNull(),
    positionId: uuid('position_id').references(() => positions.id),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('alerts_once').on(table.userId, table.occasion),
    index('alerts_user_created').on(table.userId, table.createdAt),
  ],
)
