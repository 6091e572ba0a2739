import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { walletKinds } from '../../lib/domain/wallets/wallet-kind'
import { at, bytes } from './columns'
import { users } from './users'

/**
 * TRADING: a key pair the server made for a user; the secret lives only in `wallet_secrets`.
 * CONNECTED: the user's own wallet, proven by a signature; we hold nothing of its key.
 */
export const wallets = pgTable(
  'wallets',
  {
    id: uuid('id').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id),
    kind: text('kind', { enum: walletKinds }).notNull(),
    address: text('address').notNull().unique(),
    createdAt: at('created_at').notNull().defaultNow(),
    /** A connected wallet the user took back: it neither signs in nor trades, its history stays. */
    unlinkedAt: at('unlinked_at'),
  },
  (table) => [
    uniqueIndex('wallets_one_trading_per_user')
      .on(table.userId)
      .where(sql`${table.kind} = 'TRADING'`),
    index('wallets_user').on(table.userId),
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
