import { integer, pgTable } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { users } from './users'

/** When each trader last looked at JARVIS, had a program follow its stream, or asked for a transaction to sign; by the database's own clock. */
export const traderPresence = pgTable('trader_presence', {
  userId: integer('user_id')
    .primaryKey()
    .references(() => users.id),
  seenAt: at('seen_at').notNull().defaultNow(),
})
