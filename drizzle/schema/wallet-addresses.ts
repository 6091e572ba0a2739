import { integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { users } from './users'

/** The address book: money leaves only to these, and only once they are old enough. */
export const walletAddresses = pgTable(
  'wallet_addresses',
  {
    id: uuid('id').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id),
    address: text('address').notNull(),
    label: text('label').notNull(),
    createdAt: at('created_at').notNull(),
    /** First moment a withdrawal to it is accepted. */
    usableAt: at('usable_at').notNull(),
  },
  (table) => [uniqueIndex('wallet_addresses_user_address').on(table.userId, table.address)],
)
