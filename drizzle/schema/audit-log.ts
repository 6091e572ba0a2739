import { bigint, index, inet, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { at } from './columns'

/**
 * Append-only; a trigger refuses updates of recorded facts and deletes. Rows are written unsealed in
 * the change's own transaction and sealed into the hash chain afterwards.
 */
export const auditLog = pgTable(
  'audit_log',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    userId: integer('user_id'),
    actor: jsonb('actor').$type<{ kind: string; id?: string }>().notNull(),
    action: text('action').notNull(),
    subject: text('subject'),
    details: jsonb('details').$type<Record<string, unknown>>().notNull(),
    ipAddress: inet('ip_address'),
    timestamp: at('timestamp').notNull().defaultNow(),
    sealedSeq: bigint('sealed_seq', { mode: 'bigint' }).unique(),
    hash: text('hash'),
  },
  (table) => [index('audit_log_user').on(table.userId, table.id)],
)
