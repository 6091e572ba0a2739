import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { at, bytes } from './columns'
import { users } from './users'

/** The secret of a user's authenticator app. Codes are asked for once `confirmedAt` is set. */
export const secondFactors = pgTable('second_factors', {
  userId: integer('user_id')
    .primaryKey()
    .references(() => users.id),
  sealedSecret: bytes('sealed_secret').notNull(),
  /** Which key sealed it. */
  keyId: text('key_id').notNull(),
  createdAt: at('created_at').notNull(),
  confirmedAt: at('confirmed_at'),
  /** The time step of the last code that was taken: each code works once, and none older than it. */
  lastStep: integer('last_step').notNull().default(0),
  /** Wrong codes since the last right one. */
  failures: integer('failures').notNull().default(0),
  lockedUntil: at('locked_until'),
})

/** SHA-256 of each recovery code; 80 random bits need no slower hash. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    userId: integer('user_id')
      .notNull()
      .references(() => users.id),
    codeHash: text('code_hash').notNull(),
    usedAt: at('used_at'),
  },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
)
