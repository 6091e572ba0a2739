import { sql } from 'drizzle-orm'
import { bigint, boolean, check, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { at } from './columns'

export const users = pgTable(
  'users',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    email: text('email'),
    passwordHash: text('password_hash'),
    displayName: text('display_name').notNull(),
    telegramId: bigint('telegram_id', { mode: 'bigint' }).unique(),
    isAdmin: boolean('is_admin').notNull().default(false),
    /** Raised to revoke every token and stream of the user at once. */
    sessionVersion: integer('session_version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('users_email_lower').on(sql`lower(${table.email})`),
    check('users_can_sign_in', sql`${table.email} is null or ${table.passwordHash} is not null`),
  ],
)
