import { sql } from 'drizzle-orm'
import { integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at, bytes } from './columns'
import { users } from './users'

/** A key pair the server made for a user. The secret lives only in `wallet_secrets`. */
export const wallets = pgTable(
  'wallets',
  {
    id: uuid('id').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id),
    kind: text('kind', { enum: ['TRADING'] }).notNull(),
    address: text('address').notNull().unique(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('wallets_one_trading_per_user')
      .on(table.userId)
      .where(sql`${table.kind} = 'TRADING'`),
  ],
)

/**
 * Envelope encryption: the secret key under a data key of its own, the data key under the master
 * key, both AES-256-GCM with the owner and address as additional data.
 */
export const walletSecrets = pgTable('wallet_secrets', {
  walletId: uuid('wallet_id')
    .primaryKey()
    .references(() => wallets.id),
  masterKeyId: text('master_key_id').notNull(),
  wrappedDataKey: bytes('wrapped_data_key').notNull(),
  sealedSecret: bytes('sealed_secret').notNull(),
  createdAt: at('created_at').notNull().defaultNow(),
})
