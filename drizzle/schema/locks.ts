import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { protectionKinds } from '../../lib/domain/risk/protections/protection-kinds'
import { at } from './columns'
import { users } from './users'

/** A reason to enter nothing for a while. Exits never look at it. */
export const locks = pgTable(
  'locks',
  {
    id: uuid('id').primaryKey(),
    /** Whom it concerns; null is everyone. */
    userId: integer('user_id').references(() => users.id),
    /** What it concerns; both null is every token. */
    mint: text('mint'),
    deployer: text('deployer'),
    kind: text('kind', { enum: protectionKinds }).notNull(),
    reason: text('reason').notNull(),
    /** What set it off: the same evidence never locks twice, so a removed lock stays removed. */
    evidence: text('evidence').notNull(),
    /** Null: until its cause is gone. */
    until: at('until'),
    createdAt: at('created_at').notNull(),
    removedAt: at('removed_at'),
    removedBy: jsonb('removed_by').$type<{ kind: string; id?: string }>(),
  },
  (table) => [
    unique('locks_evidence')
      .on(table.userId, table.kind, table.mint, table.deployer, table.evidence)
      .nullsNotDistinct(),
    index('locks_standing')
      .on(table.userId, table.createdAt)
      .where(sql`${table.removedAt} is null`),
  ],
)
