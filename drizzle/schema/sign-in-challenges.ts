import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { at } from './columns'
import { users } from './users'

/** Messages handed to a wallet to sign. Each is good once, for one address and one purpose, for minutes. */
export const signInChallenges = pgTable('sign_in_challenges', {
  nonce: text('nonce').primaryKey(),
  address: text('address').notNull(),
  purpose: text('purpose', { enum: ['SIGN_IN', 'LINK'] }).notNull(),
  /** Whose account it is to be linked to. */
  userId: integer('user_id').references(() => users.id),
  /** Host it is bound to, as in the message. */
  domain: text('domain').notNull(),
  message: text('message').notNull(),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
})
